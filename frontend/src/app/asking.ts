import type { Context, Stage } from '../actions/action';
import type { Screen } from '../screen/context';

/** What actions are told about this moment: the open conversation, who reads it, and whether the server hears us. */
export function contextOf({ model, router }: Screen, stage: Stage): Context {
  const id = router.conversation;
  const conversation = id === null ? undefined : model.conversation(id);
  const place = conversation && model.workplace(conversation.workplace);
  const me = model.me;
  const roles = model.workplaces.map(({ role }) => role);
  return {
    desk: model.desk,
    online: model.connection.state !== 'offline',
    conversation,
    workplace: place?.workplace,
    reader: me && place && { id: me.id, role: place.role },
    hasQueue: roles.includes('agent'),
    hasWall: roles.includes('supervisor'),
    stage,
  };
}
