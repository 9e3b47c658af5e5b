import { m } from '../i18n/generated/messages.js';
import type { Conversation } from '../wire/types';
import { acknowledge, assign, claim, close, editCustomer, escalate, mayHandBack, mayTakeBack, sendClose, type Ability, type Reader, type Why } from './abilities';
import type { Action, Context } from './action';

const reasons: Record<Why, () => string> = {
  closed: m.why_not_closed,
  held: m.why_not_held,
  office: m.why_not_office,
  lara: m.why_not_lara,
  with_office: m.why_not_with_office,
};

/** An ability in the open conversation, as actions tell it; what changes something needs the server. */
function able(context: Context, ask: (c: Conversation, reader: Reader) => Ability): true | string | null {
  const { conversation, reader } = context;
  if (conversation === undefined || reader === undefined) return null;
  const ability = ask(conversation, reader);
  if (ability.can) return context.online || m.connection_needs();
  return ability.why && reasons[ability.why]();
}

const offered = (yes: boolean): Ability => (yes ? { can: true } : { can: false, why: null });
const here = (context: Context) => (context.conversation === undefined ? null : true);

function opened(context: Context): { c: Conversation; reader: Reader } {
  const { conversation, reader } = context;
  if (conversation === undefined || reader === undefined) throw new Error('no conversation is open');
  return { c: conversation, reader };
}

/** Gives the conversation to the reader; a queue is claimed without a note. */
async function toMe(context: Context, note: string): Promise<void> {
  const { c, reader } = opened(context);
  const team = reader.role === 'agent' ? 'agents' : 'staff';
  await context.desk.assign(c.id, { team, user: reader.id }, note);
  context.stage.say(m.composer_you_have(), c.id);
}

export const conversationActions: readonly Action[] = [
  {
    id: 'reply',
    label: m.action_reply,
    keys: ['R'],
    enabled: here,
    run: ({ stage }) => stage.write('reply'),
  },
  {
    id: 'note',
    label: m.action_note,
    keys: ['N'],
    enabled: here,
    run: ({ stage }) => stage.write('note'),
  },
  {
    id: 'switch-mode',
    label: m.action_switch_mode,
    keys: ['Mod+I'],
    inFields: true,
    enabled: here,
    run: ({ stage }) => stage.switchMode(),
  },
  {
    id: 'claim',
    label: m.action_claim,
    keys: ['I'],
    enabled: (context) => able(context, claim),
    run: (context) => toMe(context, ''),
  },
  {
    id: 'take-back',
    label: m.action_take_back,
    enabled: (context) => able(context, (c, reader) => offered(mayTakeBack(c, reader))),
    run: ({ stage }) => stage.openForm('assign'),
  },
  {
    id: 'acknowledge',
    label: m.action_acknowledge,
    enabled: (context) => able(context, acknowledge),
    run: (context) => context.desk.acknowledge(opened(context).c.id),
  },
  {
    id: 'assign',
    label: m.action_assign,
    keys: ['A'],
    enabled: (context) => able(context, assign),
    run: ({ stage }) => stage.openForm('assign'),
  },
  {
    id: 'hand-back-lara',
    label: m.action_hand_back_lara,
    enabled: (context) => able(context, (c, reader) => offered(mayHandBack(c, reader))),
    run: ({ stage }) => stage.openForm('assign', 'lara'),
  },
  {
    id: 'hand-back-agents',
    label: m.action_hand_back_agents,
    enabled: (context) => able(context, (c, reader) => offered(mayHandBack(c, reader) && context.workplace?.agents_service === true)),
    run: ({ stage }) => stage.openForm('assign', 'agents'),
  },
  {
    id: 'escalate',
    label: m.action_escalate,
    keys: ['Shift+E'],
    enabled: (context) => able(context, escalate),
    run: ({ stage }) => stage.openForm('escalate'),
  },
  {
    id: 'close',
    label: m.action_close,
    keys: ['E'],
    enabled: (context) => able(context, close),
    run: ({ stage }) => stage.openForm('close'),
  },
  {
    id: 'send-close',
    label: m.action_send_close,
    keys: ['Mod+Shift+Enter'],
    inFields: true,
    enabled: (context) => able(context, sendClose),
    run: async (context) => {
      const { c } = opened(context);
      const goOn = context.stage.onward();
      // What is held or refused stays open: closing would hide that nothing was sent.
      if (!(await context.stage.send())) return;
      await context.desk.close(c.id, '');
      await goOn();
    },
  },
  {
    id: 'edit-customer',
    label: m.action_edit_customer,
    keys: ['F2'],
    inFields: true,
    enabled: (context) => able(context, (_, reader) => offered(editCustomer(reader))),
    run: ({ stage }) => stage.openForm('customer'),
  },
  {
    id: 'latest',
    label: m.action_latest,
    keys: ['G G'],
    enabled: here,
    run: ({ stage }) => stage.latest(),
  },
  {
    id: 'panel',
    label: m.action_toggle_panel,
    keys: ['P'],
    enabled: here,
    run: ({ stage }) => stage.togglePanel(),
  },
];
