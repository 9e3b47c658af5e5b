import { describe, expect, test } from 'vitest';
import type { Actor, Event, EventData, EventKind, Holder, Person } from '../../wire/types';
import { blocks, firstUnread, readers, type Block, type Day } from './blocks';

const ana: Person = { id: 'u_ana', name: 'Ana', handle: 'ana' };
const luis: Person = { id: 'u_luis', name: 'Luis', handle: 'luis' };

type Bare = { [K in EventKind]: { kind: K; data: EventData[K] } }[EventKind];

let seq = 0;
function event(bare: Bare, at = '14:00', by: Actor = { team: 'customer', user: null }): Event {
  seq += 1;
  return { workplace: 'w', seq, conversation: 'c', at: `2026-11-24T${at}:00.000Z`, by, ...bare };
}

const staff = (user: Person): Actor => ({ team: 'staff', user });
const customer = { id: 'k', name: 'Juan', phone: '', language: 'es', about: '' };
const lara: Holder = { team: 'lara', user: null };
const received = (at?: string) => event({ kind: 'message.received', data: { message: 'm', text: 'hola', attachments: [] } }, at);
const sent = (user: Person, at?: string) => event({ kind: 'message.sent', data: { message: 'm', text: 'hola', attachments: [], answers: true } }, at, staff(user));
const opened = () => event({ kind: 'conversation.opened', data: { episode: 1, customer, channel: { id: 'web', kind: 'web' }, holder: lara, cause: 'customer' } });
const takenOver = () => event({ kind: 'conversation.taken_over', data: { from: lara, to: lara } });
const closed = () => event({ kind: 'conversation.closed', data: { from: lara } });
const delivery = () => event({ kind: 'message.delivery', data: { message: 'm', state: 'sent' } });
const seenBy = (user: Person) => event({ kind: 'conversation.seen', data: { seq: 1, unread: 0 } }, '14:01', staff(user));
const note = () => event({ kind: 'note.added', data: { note: 'n', text: 'hm', mentions: [], directs_agents: false } });


const day = { dayOf: (at: string) => at.slice(0, 10), newFrom: null };
function kind(block: Block): string {
  if (block.kind === 'message') return block.first ? 'Message' : 'message';
  return block.kind === 'events' ? `events(${block.events.length})` : block.kind;
}
const kinds = (days: Day[]) => days.flatMap((one) => ['day', ...one.blocks.map(kind)]);

describe('what is drawn of a history', () => {
  const rows: [says: string, entries: Event[], drawn: string[]][] = [
    ['nothing of nothing', [], []],
    ['a day before its first message', [received()], ['day', 'Message']],
    [
      'messages of one sender within five minutes share a header',
      [received('14:00'), received('14:04'), received('14:10')],
      ['day', 'Message', 'message', 'Message'],
    ],
    [
      'two colleagues do not share one',
      [sent(ana, '14:00'), sent(luis, '14:01')],
      ['day', 'Message', 'Message'],
    ],
    [
      'deliveries and readings are no lines of their own',
      [sent(ana, '14:00'), delivery(), seenBy(luis), sent(ana, '14:02')],
      ['day', 'Message', 'message'],
    ],
    [
      'events that follow each other stand together',
      [opened(), takenOver(), takenOver(), sent(ana, '14:00'), closed()],
      ['day', 'events(3)', 'Message', 'events(1)'],
    ],
    ['a note stands alone', [note(), takenOver()], ['day', 'note', 'events(1)']],
  ];
  test.each(rows)('%s', (_, entries, drawn) => expect(kinds(blocks(entries, day))).toEqual(drawn));

  test('a new day begins a new header and closes a run of events', () => {
    const late = { ...closed(), at: '2026-11-25T01:00:00.000Z' };
    expect(kinds(blocks([opened(), late], day))).toEqual(['day', 'events(1)', 'day', 'events(1)']);
  });

  test('the divider stands before the first unread message, once', () => {
    const entries = [received(), received(), received()];
    const newFrom = firstUnread(entries, 2);
    expect(kinds(blocks(entries, { ...day, newFrom }))).toEqual(['day', 'Message', 'new', 'Message', 'message']);
  });
});

describe('the first unread message', () => {
  test('is none where nothing is unread', () => expect(firstUnread([received()], 0)).toBeNull());
  test('is the oldest loaded one where more are unread', () => {
    const one = received();
    expect(firstUnread([one], 5)).toBe(one.seq);
  });
  test('counts only what the customer wrote', () => {
    const [a, b] = [received(), sent(ana, '14:00')];
    expect(firstUnread([a, b], 1)).toBe(a.seq);
  });
});

describe('who has read how far', () => {
  test('stands under the newest thing that they have seen', () => {
    const entries = [received(), received(), received()];
    const [first, second] = entries;
    const made = blocks(entries, day);
    const places = readers(made, [
      { user: 'ana', seq: first?.seq ?? 0 },
      { user: 'luis', seq: second?.seq ?? 0 },
      { user: 'marta', seq: second?.seq ?? 0 },
      { user: 'new', seq: 0 },
    ]);
    expect([...places.values()]).toEqual([['ana'], ['luis', 'marta']]);
  });
});
