import { describe, expect, test } from 'vitest';
import type { Member } from '../../wire/types';
import { begunAt, candidates, completed } from './mention';

const member = (name: string, handle: string, active = true): Member => ({ id: handle, name, handle, email: '', role: 'staff', active });

describe('a mention being typed', () => {
  const rows: [says: string, text: string, query: string | null][] = [
    ['begins with @ at the start', '@an', 'an'],
    ['begins after a blank', 'please @an', 'an'],
    ['begins with nothing typed yet', 'hi @', ''],
    ['may follow a bracket', '(@Ana', 'ana'],
    ['is over after a blank', '@ana ', null],
    ['is none in an address', 'ana@clinic', null],
  ];
  test.each(rows)('%s', (_, text, query) => expect(begunAt(text, text.length)?.query ?? null).toBe(query));
});

describe('who may be meant', () => {
  const members = [member('Ana Ruiz', 'ana'), member('Luis Andino', 'luis'), member('Old Ana', 'oldana', false)];
  test('handles and any word of a name, never who has left', () => {
    expect(candidates(members, 'an').map((one) => one.handle)).toEqual(['ana', 'luis']);
  });
});

describe('choosing one', () => {
  test('puts the handle and a blank where it was begun', () => {
    const text = 'ask @an today';
    const begun = begunAt(text, 7);
    expect(begun && completed(text, 7, begun, 'ana')).toEqual({ text: 'ask @ana today', caret: 9 });
  });
});
