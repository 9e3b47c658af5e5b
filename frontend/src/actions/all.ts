import { m } from '../i18n/generated/messages.js';
import type { Action } from './action';
import { conversationActions } from './conversation';
import { movingActions } from './moving';
import { streamActions } from './stream';

/** Every action there is. */
export const allActions: readonly Action[] = [...conversationActions, ...streamActions, ...movingActions];

/** Where the list of shortcuts puts them. */
export const groups: readonly { label: () => string; actions: readonly Action[] }[] = [
  { label: m.help_conversation, actions: conversationActions },
  { label: m.help_stream, actions: streamActions },
  { label: m.help_moving, actions: movingActions },
];
