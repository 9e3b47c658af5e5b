import { expect, test } from 'vitest';
import type { Conversation } from '../wire/types';
import { loads } from './load';

const held = (workplace: string, status: string, user: string | null) =>
  ({ workplace, status, holder: { team: 'staff', user: user === null ? null : { id: user } } }) as unknown as Conversation;

test('open conversations of this workplace count for who holds them; queues, closed and foreign ones for nobody', () => {
  const all = [held('w', 'open', 'ana'), held('w', 'open', 'ana'), held('w', 'closed', 'ana'), held('v', 'open', 'ana'), held('w', 'open', null), held('w', 'open', 'luis'), undefined];
  expect(Object.fromEntries(loads('w', all))).toEqual({ ana: 2, luis: 1 });
});
