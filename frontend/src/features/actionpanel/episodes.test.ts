import { describe, expect, test } from 'vitest';
import type { Event } from '../../wire/types';
import { episodes, racedBy } from './episodes';

const by = (id: string | null) => ({ team: 'staff', user: id === null ? null : { id, name: id, handle: id } });
const event = (seq: number, kind: string, data: object = {}, who: string | null = 'ana') =>
  ({ seq, kind, at: `2026-11-24T14:0${seq}:00.000Z`, by: by(who), data, conversation: 'c', workplace: 'w' }) as unknown as Event;

describe('episodes', () => {
  const opened = (seq: number, episode: number) => event(seq, 'conversation.opened', { episode });
  const rows: [says: string, entries: Event[], all: [n: number, closed: boolean][]][] = [
    ['none in an empty history', [], []],
    ['an open one', [opened(1, 1)], [[1, false]]],
    ['newest first', [opened(1, 1), event(2, 'conversation.closed'), opened(3, 2)], [[2, false], [1, true]]],
    ['one whose beginning is not loaded is left out', [event(1, 'conversation.closed'), opened(2, 4)], [[4, false]]],
  ];
  test.each(rows)('%s', (_, entries, all) => expect(episodes(entries).map((e) => [e.n, e.closed !== null])).toEqual(all));
});

describe('an assignment that raced', () => {
  const to = (id: string) => ({ to: { team: 'staff', user: { id } } });
  const rows: [says: string, entries: Event[], seq: number | null][] = [
    ['none since', [event(2, 'conversation.assigned', to('marta'), 'luis')], null],
    ['a colleague’s', [event(4, 'conversation.assigned', to('marta'), 'luis')], 4],
    ['my own is none', [event(4, 'conversation.assigned', to('marta'), 'me')], null],
    ['the newest counts', [event(4, 'conversation.assigned', to('a'), 'luis'), event(5, 'conversation.assigned', to('b'), 'luis')], 5],
    ['who takes over has it too', [event(4, 'conversation.taken_over', {}, 'luis')], 4],
    ['a message changes nothing', [event(4, 'message.sent', {}, 'luis')], null],
  ];
  test.each(rows)('%s', (_, entries, seq) => expect(racedBy(entries, 3, 'me')?.seq ?? null).toBe(seq));
});
