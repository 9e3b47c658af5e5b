import { describe, expect, test } from 'vitest';
import type { Conversation } from '../wire/types';
import { QueueModel } from './queue';

/** Somebody's open conversation, or one that waits for any agent. */
function held(id: string, by: string | null, waitingSince: string | null, lastAt: string): Conversation {
  return {
    id,
    workplace: 'sonrisas',
    status: 'open',
    holder: { team: 'agents', user: by === null ? null : { id: by } },
    held_since: '09:00',
    waiting_since: waitingSince,
    last_message: { at: lastAt },
  } as Conversation;
}

describe('an agent’s queue', () => {
  const rows: [says: string, by: string | null, where: 'mine' | 'waiting', order: string[]][] = [
    ['what I hold: the longest waiting first, then what is freshest', 'gil', 'mine', ['long', 'short', 'fresh', 'old']],
    ['what waits for anybody: the longest waiting first, then the oldest', null, 'waiting', ['long', 'short', 'old', 'fresh']],
  ];
  test.each(rows)('%s', (_, by, where, order) => {
    const queue = new QueueModel();
    queue.reset(['sonrisas']);
    queue.update(held('fresh', by, null, '09:50'), 'gil');
    queue.update(held('short', by, '09:40', '09:45'), 'gil');
    queue.update(held('old', by, null, '09:10'), 'gil');
    queue.update(held('long', by, '09:20', '09:30'), 'gil');
    expect(queue.view()[where]).toEqual(order);
  });
});
