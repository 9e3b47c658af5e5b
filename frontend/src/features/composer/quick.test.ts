import { describe, expect, test } from 'vitest';
import type { QuickResponse } from '../../wire/types';
import { filled, quickOffers, type Values } from './quick';

const values: Values = { 'customer.name': 'Juan', 'user.name': 'Ana Ruiz', 'workplace.name': 'Clínica Sol' };
const response = (shortcut: string, text: string): QuickResponse => ({ id: shortcut, shortcut, text, personal: false });
const all = [
  response('adios', 'Gracias por escribirnos.'),
  response('cita', 'Su cita es el ___ a las [____].'),
  response('cancelar', 'Cancelamos su cita.'),
  response('hola', 'Hola {{customer.name}}, le atiende {{user.name}} de {{workplace.name}}.'),
  response('ubicación', 'Estamos en la avenida Ponce de León.'),
];
const found = (query: string) => quickOffers(all, query, values).map(({ id }) => id);

describe('finding a response', () => {
  const rows: [says: string, query: string, ids: string[]][] = [
    ['all of them before anything is typed', '', ['adios', 'cancelar', 'cita', 'hola', 'ubicación']],
    ['by the shortcut, then by a word of the text', 'cita', ['cita', 'cancelar']],
    ['by a word of the text', 'gracias', ['adios']],
    ['by a word of the text without its accent', 'leon', ['ubicación']],
    ['by a part of the shortcut', 'celar', ['cancelar']],
    ['by letters of the shortcut in their order', 'ccr', ['cancelar']],
    ['a variable is no word', 'customer', []],
    ['nothing', 'zzz', []],
  ];
  test.each(rows)('%s', (_, query, ids) => expect(found(query)).toEqual(ids));
});

describe('filling in', () => {
  test('names whom it speaks of', () => {
    expect(quickOffers(all, 'hola', values)[0]?.text).toBe('Hola Juan, le atiende Ana Ruiz de Clínica Sol.');
  });
  test('allows blanks in the braces', () => expect(filled('{{ customer.name }}', values)).toBe('Juan'));
  test('leaves a blank where nothing is known', () => {
    expect(filled('Hola {{customer.name}}', { ...values, 'customer.name': '' })).toBe('Hola [customer’s name ___]');
    expect(filled('{{doctor}}', values)).toBe('[doctor ___]');
  });
  test('takes a name as it is, whatever signs it has', () => {
    expect(filled('Hola {{customer.name}}', { ...values, 'customer.name': "D'$1 {{user.name}}" })).toBe("Hola D'$1 {{user.name}}");
  });
});
