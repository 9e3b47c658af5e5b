import { m } from '../i18n/generated/messages.js';
import { mayStart } from './abilities';
import type { Action, Context } from './action';

/** What is done with all that is selected needs a selection, and the server. */
function selected({ stage, online }: Context): true | string {
  if (stage.selected() === 0) return m.why_none_selected();
  return online || m.connection_needs();
}

export const streamActions: readonly Action[] = [
  {
    id: 'start',
    label: m.action_start,
    keys: ['C'],
    enabled: ({ desk, online }) => (desk.workplaces().some(({ role }) => mayStart(role)) ? online || m.connection_needs() : null),
    run: ({ stage }) => stage.startConversation(),
  },
  { id: 'select', label: m.action_select, keys: ['V'], enabled: () => true, run: ({ stage }) => stage.select('toggle') },
  { id: 'select-to', label: m.action_select_to, keys: ['Shift+V'], enabled: () => true, run: ({ stage }) => stage.select('extend') },
  { id: 'assign-selected', label: m.action_assign_selected, keys: ['Shift+A'], enabled: selected, run: ({ stage }) => stage.bulk('assign') },
  { id: 'close-selected', label: m.action_close_selected, keys: ['Shift+C'], enabled: selected, run: ({ stage }) => stage.bulk('close') },
];
