import { describe, expect, test } from 'vitest';
import { type Entry, find } from './find';

const entry = (label: string, more: Partial<Entry> = {}): Entry => ({ id: label, kind: 'action', label, hint: '', keys: [], why: null, run() {}, ...more });

const entries = [
  entry('Assign…'),
  entry('Close…', { why: 'It is closed already.' }),
  entry('Show or hide the action panel'),
  entry('Go to Closed'),
  entry('José Núñez', { kind: 'conversation', hint: '+1 787-555-0142 Clínica Sol' }),
  entry('Clara Ortiz', { kind: 'conversation', hint: '+1 787-555-0199 Clínica Sol' }),
];

describe('the palette finds', () => {
  const rows: [says: string, query: string, found: string[]][] = [
    ['by the beginning of the name first', 'cl', ['Clara Ortiz', 'Close…', 'Go to Closed', 'José Núñez']],
    ['what can be done before what can’t, where both fit', 'close', ['Close…', 'Go to Closed']],
    ['without accents', 'jose nunez', ['José Núñez']],
    ['with accents', 'núñez', ['José Núñez']],
    ['by words in any order', 'panel show', ['Show or hide the action panel']],
    ['by the digits of a number, however it is written', '5550142', ['José Núñez']],
    ['by what stands beside it', 'sol ortiz', ['Clara Ortiz']],
    ['nothing, where a word is not there', 'close xyz', []],
    ['no conversation by a single digit of its number', '9x', []],
  ];
  test.each(rows)('%s', (_, query, found) => expect(find(entries, query).map((one) => one.label)).toEqual(found));

  test('with nothing typed: some conversations, what can be done, and what can’t', () => {
    expect(find(entries, ' ').map((one) => one.label)).toEqual(['José Núñez', 'Clara Ortiz', 'Assign…', 'Show or hide the action panel', 'Go to Closed', 'Close…']);
  });
});
