import type { Model } from '../../screen/model.svelte';

/** In how many conversations of a workplace something waits for me: an answer of mine, or my look at what I am told of. */
export function callsFor(model: Model, workplace: string): number {
  const me = model.me?.id;
  const told = model.notices.filter((notice) => {
    const c = model.conversation(notice.conversation);
    return notice.workplace === workplace && !(c?.waiting_since && c.holder.user?.id === me);
  });
  return model.section(workplace, 'mine').unanswered + told.length;
}
