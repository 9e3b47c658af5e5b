import { loads } from '../../actions/load';
import { number } from '../../i18n/format';
import { m } from '../../i18n/generated/messages.js';
import { presenceName } from '../../i18n/words';
import type { Model } from '../../screen/model.svelte';
import type { Member } from '../../wire/types';

/** What a list says of each person who can be given a conversation: who they are, whether they are here, how much they hold. */
export function personWords(model: Model, workplace: string): (member: Member) => string {
  const held = loads(workplace, model.everywhere.map((id) => model.desk.conversation(id)));
  const presence = model.presence(workplace);
  return ({ id, name }) =>
    m.panel_person_load({
      name: id === model.me?.id ? `${name} (${m.person_you()})` : name,
      state: presenceName(presence.get(id)?.state ?? 'offline'),
      count: number(held.get(id) ?? 0),
    });
}
