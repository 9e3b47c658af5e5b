// @vitest-environment happy-dom
import { render, screen as page, within } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../actions/action';
import { allActions } from '../../actions/all';
import { Registry } from '../../actions/registry';
import type { Desk } from '../../core/contract';
import type { Key, Lists, OutboxEntry } from '../../core/model';
import { type FaultCode, Problem } from '../../core/problem';
import type { Screen } from '../../screen/context';
import { Clock } from '../../screen/clock.svelte';
import { Model } from '../../screen/model.svelte';
import { Preferences } from '../../screen/preferences.svelte';
import { Router } from '../../screen/router.svelte';
import { View } from '../../screen/view.svelte';
import { assertive, polite } from '../../ui/announce.svelte';
import type { Conversation, DraftMode, Event, Person, Workplace } from '../../wire/types';
import Stage from './testing/Stage.svelte';

const ana: Person = { id: 'u_ana', name: 'Ana Ruiz', handle: 'ana' };
const gil: Person = { id: 'u_gil', name: 'Gil Ortiz', handle: 'gil' };
const workplace: Workplace = { id: 'w', name: 'Sol', language: 'es', timezone: 'America/Puerto_Rico', agents_service: true, message_limit: 20 };

function conversation(more: Partial<Conversation>): Conversation {
  return {
    id: 'c',
    workplace: 'w',
    customer: { id: 'k', name: 'Juan', phone: '', language: 'es', about: '' },
    channel: { id: 'web', kind: 'web' },
    status: 'open',
    holder: { team: 'agents', user: gil },
    held_since: '2026-11-24T18:00:00.000Z',
    taken_over: null,
    agents_may_reply: true,
    directed: [],
    escalation: null,
    waiting_since: null,
    last_message: null,
    opted_out: false,
    episode: 1,
    last_seq: 10,
    unread: 0,
    take_back_agent: null,
    ...more,
  };
}

const taken = conversation({ holder: { team: 'staff', user: ana }, taken_over: { by: { team: 'staff', user: ana }, at: '2026-11-24T18:05:00.000Z' }, last_seq: 12 });

const lists: Lists = {
  members: [gil, ana].map((one) => ({ ...one, email: '', role: 'agent', active: true })),
  reasons: [],
  quickResponses: [
    { id: 'q1', shortcut: 'hi', text: 'Hi {{customer.name}}', personal: false },
    { id: 'q2', shortcut: 'due', text: '___ on [day ___]', personal: false },
  ],
};

/** What the composer asks of the desk, told a frame late as the real one does. */
class Desks {
  readonly drafts = new Map<DraftMode, string>();
  readonly sent: { text: string; ifSeen: number | undefined }[] = [];
  readonly notes: { text: string; directs: boolean }[] = [];
  entries: OutboxEntry[] = [];
  kept: string | null = null;
  #listeners = new Map<Key, Set<() => void>>();

  readonly desk = {
    subscribe: (key: Key, listener: () => void) => {
      const set = this.#listeners.get(key) ?? new Set();
      this.#listeners.set(key, set.add(listener));
      return () => set.delete(listener);
    },
    draft: (_: string, mode: DraftMode) => this.drafts.get(mode) ?? '',
    setDraft: (id: string, mode: DraftMode, text: string) => {
      this.drafts.set(mode, text);
      void this.tell(`draft:${id}`);
    },
    outbox: () => this.entries,
    typing: () => [],
    typingIn: () => undefined,
    draftKept: (_: string, mode: DraftMode) => this.kept === this.drafts.get(mode),
    session: () => ({ state: 'signed_in', me: { ...ana, email: '', memberships: [] } }),
    preferences: () => ({}),
    lists: () => lists,
    loadLists: async () => undefined,
    timeline: () => ({ entries: [], hasMore: false, loading: false, loaded: true, problem: null, deliveries: new Map(), seen: new Map() }),
    send: (id: string, text: string, options?: { ifSeen?: number }) => {
      this.sent.push({ text, ifSeen: options?.ifSeen });
      this.drafts.delete('reply');
      void this.tell(`draft:${id}`);
    },
    addNote: (_: string, text: string, directs: boolean) => this.notes.push({ text, directs }),
    discard: (entry: string) => {
      const found = this.entries.find((one) => one.id === entry);
      this.entries = this.entries.filter((one) => one.id !== entry);
      void this.tell('outbox:c');
      return found?.text ?? '';
    },
  } as unknown as Desk;

  async tell(key: Key): Promise<void> {
    await tick();
    for (const listener of this.#listeners.get(key) ?? []) listener();
  }
}

let desks: Desks;
let view: View;

function open(c: Conversation, role: 'staff' | 'agent', place: Workplace = workplace): (c: Conversation) => Promise<void> {
  const model = new Model(desks.desk);
  const preferences = new Preferences();
  preferences.follow(model);
  const screen: Screen = { model, router: new Router(), view, preferences, clock: new Clock(), actions: new Registry(allActions) };
  const acting = { desk: desks.desk, online: true, conversation: c, workplace, reader: { id: role === 'agent' ? gil.id : ana.id, role }, hasQueue: false, hasWall: false } as Context;
  const props = (conversation: Conversation) => ({ conversation, workplace: place, reader: { id: role === 'agent' ? gil.id : ana.id, role }, told: () => 'Ana answered' });
  const shown = render(Stage, { screen, acting, ...props(c) });
  flushSync();
  return async (next) => {
    await shown.rerender({ screen, acting, ...props(next) });
    flushSync();
  };
}

const field = () => page.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply to Juan' });

function write(text: string): void {
  field().value = text;
  field().setSelectionRange(text.length, text.length);
  field().dispatchEvent(new Event('input', { bubbles: true }));
}

function press(key: string, more: KeyboardEventInit = {}): void {
  field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
}

beforeEach(() => {
  desks = new Desks();
  view = new View();
  assertive.text = '';
  polite.text = '';
});

describe('sending', () => {
  test('takes what stands in the field, even before the draft was told to the screen', () => {
    open(conversation({}), 'agent');
    write('Voy');
    press('Enter');
    expect(desks.sent).toEqual([{ text: 'Voy', ifSeen: 10 }]);
  });

  test('tells what its author had seen at the first letter, not at the last', async () => {
    const change = open(conversation({}), 'agent');
    write('V');
    await change(conversation({ last_seq: 14 }));
    write('Voy');
    press('Enter');
    expect(desks.sent[0]?.ifSeen).toBe(10);
  });

  test('does not happen with Shift, in the middle of a composed letter, or beyond the limit', () => {
    open(conversation({}), 'agent');
    write('Voy');
    press('Enter', { shiftKey: true });
    press('Enter', { isComposing: true });
    write('x'.repeat(21));
    press('Enter');
    expect(desks.sent).toEqual([]);
  });

  test('says on the button that it takes over', () => {
    open(conversation({}), 'staff');
    expect(page.getByRole('button', { name: 'Take over & send' })).toBeTruthy();
    expect(page.getByText(/Gil Ortiz is handling this/)).toBeTruthy();
  });
});

describe('what is offered while one writes', () => {
  const options = () => page.queryAllByRole('option').map((option) => option.textContent.trim());
  const settled = async () => {
    await tick();
    await tick();
    flushSync();
  };

  test('a quick response is found by a word of its text, filled in, and keys choose it', async () => {
    open(conversation({}), 'agent');
    write('/');
    flushSync();
    expect(options()).toHaveLength(2);
    expect(field().getAttribute('aria-activedescendant')).toBe(page.getAllByRole('option')[0]?.id);
    write('/juan');
    flushSync();
    expect(options()).toEqual([]);
    write('/hi');
    flushSync();
    expect(page.getByRole('option', { selected: true }).textContent).toContain('Hi Juan');
    press('Enter');
    await settled();
    expect(field().value).toBe('Hi Juan');
    expect(desks.sent).toEqual([]);
    expect(options()).toEqual([]);
  });

  test('a blank is selected, Tab goes to the next, and nothing is sent while one is empty', async () => {
    open(conversation({}), 'agent');
    write('/due');
    flushSync();
    press('Tab');
    await settled();
    expect([field().selectionStart, field().selectionEnd]).toEqual([0, 3]);
    press('Tab');
    expect([field().selectionStart, field().selectionEnd]).toEqual([7, 16]);
    press('Enter');
    expect(desks.sent).toEqual([]);
    expect(polite.text).toContain('Fill in the blank');
    write('$80 on [day ___]');
    await settled();
    page.getByRole('button', { name: 'Send' }).click();
    expect(polite.text).toBe('Fill in: day');
    expect(desks.sent).toEqual([]);
    write('$80 on Monday');
    press('Enter');
    expect(desks.sent.map(({ text }) => text)).toEqual(['$80 on Monday']);
  });

  test('Esc closes the offer and leaves the text', async () => {
    open(conversation({}), 'agent');
    write('/hi');
    flushSync();
    press('Escape');
    flushSync();
    expect(options()).toEqual([]);
    expect(field().value).toBe('/hi');
  });

  test('colleagues are offered in a note only', async () => {
    open(conversation({}), 'agent');
    write('@g');
    flushSync();
    expect(options()).toEqual([]);
    view.mode = 'note';
    await settled();
    const note = page.getByRole<HTMLTextAreaElement>('textbox', { name: 'Internal note about Juan' });
    note.value = '@a';
    note.setSelectionRange(2, 2);
    note.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    expect(options()[0]).toContain('Ana Ruiz');
  });
});

describe('what a text message costs', () => {
  test('is told by the letter that makes it dear, and curly quotes are sent straight', async () => {
    open(conversation({ channel: { id: 'sms', kind: 'twilio' } }), 'agent', { ...workplace, message_limit: 500 });
    write('ó'.padEnd(71, 'a'));
    await tick();
    await tick();
    flushSync();
    expect(page.getByText('71 characters · 2 text messages')).toBeTruthy();
    expect(page.getByText('“ó” makes it 2 text messages instead of 1')).toBeTruthy();
    write('“Sí”');
    press('Enter');
    expect(desks.sent[0]?.text).toBe('"Sí"');
  });
});

describe('text of a note', () => {
  const paste = (text: string, way = 'paste') => {
    const event = new Event(way, { bubbles: true, cancelable: true });
    Object.assign(event, { [way === 'paste' ? 'clipboardData' : 'dataTransfer']: { getData: () => text } });
    field().dispatchEvent(event);
    flushSync();
    return event.defaultPrevented;
  };

  test('pasted into a reply is asked about once', async () => {
    view.mode = 'note';
    open(conversation({}), 'agent');
    const note = page.getByRole<HTMLTextAreaElement>('textbox', { name: 'Internal note about Juan' });
    note.value = 'owes us';
    note.setSelectionRange(0, 7);
    note.dispatchEvent(new Event('copy', { bubbles: true }));
    view.mode = 'reply';
    await tick();
    expect(paste('owes us')).toBe(true);
    page.getByRole('button', { name: "Don't paste" }).click();
    await tick();
    expect(paste('owes us')).toBe(true);
    page.getByRole('button', { name: 'Paste anyway' }).click();
    await tick();
    await tick();
    expect(field().value).toBe('owes us');
    expect(paste('owes us')).toBe(false);
  });

  test('dragged into a reply is asked about too', async () => {
    view.mode = 'note';
    open(conversation({}), 'agent');
    const note = page.getByRole<HTMLTextAreaElement>('textbox', { name: 'Internal note about Juan' });
    note.value = 'owes us';
    note.setSelectionRange(0, 7);
    note.dispatchEvent(new Event('dragstart', { bubbles: true }));
    view.mode = 'reply';
    await tick();
    expect(paste('hello', 'drop')).toBe(false);
    expect(paste('owes us', 'drop')).toBe(true);
  });
});

describe('a take-over while the agent writes', () => {
  test('locks the field, keeps its text and the focus, and says who and when, once', async () => {
    const change = open(conversation({}), 'agent');
    write('Of course');
    field().focus();
    flushSync();
    await change(taken);
    await tick();
    expect(field().readOnly).toBe(true);
    expect(field().value).toBe('Of course');
    expect(document.activeElement).toBe(field());
    expect(page.getByRole('status').textContent).toContain('Ana Ruiz took over at 2:05');
    expect(page.queryByRole('button', { name: 'Send' })).toBeNull();
    expect(assertive.text).toContain('Ana Ruiz took over');
    press('Enter');
    expect(desks.sent).toEqual([]);
  });

  test('leaves a way to keep the text as a note', async () => {
    const change = open(conversation({}), 'agent');
    write('Of course');
    await change(taken);
    await tick();
    page.getByRole('button', { name: 'Use as note' }).click();
    expect(desks.drafts.get('note')).toBe('Of course');
    expect(view.mode).toBe('note');
  });
});

describe('a reply that crossed another', () => {
  const crossed = (code: FaultCode, missed: Event[]): OutboxEntry => ({
    id: 'e1',
    workplace: 'w',
    conversation: 'c',
    kind: 'message',
    text: 'Late',
    directsAgents: false,
    ifSeen: 9,
    force: false,
    at: 0,
    state: 'crossed',
    problem: new Problem({ code }),
    missed,
  });
  const held = () => page.getByRole('group', { name: 'Your reply is on hold' });
  const ways = () => within(held()).getAllByRole('button').map((button) => button.textContent.trim());

  test('is held with what was missed, and goes back into the field to be edited', async () => {
    desks.entries = [
      crossed('crossed_reply', [
        { workplace: 'w', seq: 11, conversation: 'c', kind: 'conversation.closed', at: '2026-11-24T18:00:00.000Z', by: { team: 'staff', user: ana }, data: { from: { team: 'staff', user: ana } } },
      ]),
    ];
    open(conversation({ last_seq: 11 }), 'agent');
    expect(held().textContent).toContain('Ana answered');
    expect(ways()).toEqual(['Send anyway', 'Edit', 'Use as note', 'Discard']);
    page.getByRole('button', { name: 'Edit' }).click();
    await tick();
    await tick();
    flushSync();
    expect(field().value).toBe('Late');
    press('Enter');
    expect(desks.sent).toEqual([{ text: 'Late', ifSeen: 11 }]);
  });

  test('says who took over where no reply is allowed any more, and leaves what can still be done with the text', async () => {
    desks.entries = [crossed('agents_locked_out', [])];
    desks.drafts.set('note', 'Begun');
    open(taken, 'agent');
    expect(held().textContent).toContain('Not sent: Ana Ruiz took over at 2:05');
    expect(assertive.text).toContain('Your reply is on hold. Not sent: Ana Ruiz took over');
    expect(ways()).toEqual(['Copy text', 'Use as note', 'Discard']);
    within(held()).getByRole('button', { name: 'Use as note' }).click();
    expect(desks.drafts.get('note')).toBe('Begun\nLate');
    expect(view.mode).toBe('note');
    expect(desks.entries).toEqual([]);
  });

  test('can be sent again once it may be, and says what sending would do', () => {
    desks.entries = [crossed('held_by_other', [])];
    open(conversation({ holder: { team: 'agents', user: null } }), 'agent');
    expect(held().textContent).toContain('Not sent: Somebody else holds this conversation.');
    expect(ways()).toEqual(['Claim & send anyway', 'Edit', 'Use as note', 'Discard']);
  });

  test('of the office says that sending it takes over', () => {
    desks.entries = [crossed('crossed_reply', [])];
    open(conversation({}), 'staff');
    expect(ways()[0]).toBe('Take over & send anyway');
  });
});
