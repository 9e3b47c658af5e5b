import { describe, expect, test } from 'vitest';
import type { Member } from '../../wire/types';
import { candidates, mentionOffers } from './mention';

const member = (name: string, handle: string, active = true): Member => ({ id: handle, name, handle, email: '', role: 'staff', active });
const members = [member('Ana Ruiz', 'ana'), member('Luis Ándino', 'luis'), member('Old Ana', 'oldana', false)];

describe('who may be meant', () => {
  test('handles and any word of a name, never who has left', () => {
    expect(candidates(members, 'an', 'old').map((one) => one.handle)).toEqual(['ana', 'luis']);
  });
  test('nobody mentions themselves', () => {
    expect(candidates(members, 'an', 'ana').map((one) => one.handle)).toEqual(['luis']);
  });
  test('choosing one writes the handle and a blank', () => {
    expect(mentionOffers(members, 'ana', 'luis')).toEqual([{ id: 'ana', title: 'Ana Ruiz', detail: '@ana', side: 'Office staff', text: '@ana ' }]);
  });
});
