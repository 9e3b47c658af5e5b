import { describe, expect, test } from 'vitest';
import { begunAt, completed, type Sign } from './offer';

describe('what is begun', () => {
  const rows: [says: string, text: string, sign: Sign | null, query: string | null][] = [
    ['a mention at the start', '@an', '@', 'an'],
    ['a mention after a blank', 'please @an', '@', 'an'],
    ['a mention with nothing typed yet', 'hi @', '@', ''],
    ['a mention after a bracket', '(@Ana', '@', 'ana'],
    ['accents do not matter', '@José', '@', 'jose'],
    ['a mention is over after a blank', '@ana ', null, null],
    ['an address is none', 'ana@clinic', null, null],
    ['an address with an accent before the sign is none', 'josé@clinic', null, null],
    ['a quick response at the start', '/', '/', ''],
    ['a quick response after a blank', 'Buenos días. /cit', '/', 'cit'],
    ['a quick response on a new line', 'Hola\n/cita', '/', 'cita'],
    ['a date is none', '24/11', null, null],
    ['an address of a page is none', 'https://a', null, null],
    ['either/or is none', 'y/o', null, null],
    ['an emoji from its second letter', 'bien :so', ':', 'so'],
    ['not from its first', 'bien :s', null, null],
    ['an hour is none', '10:30', null, null],
  ];
  test.each(rows)('%s', (_, text, sign, query) => {
    const begun = begunAt(text, text.length, ['@', '/', ':']);
    expect([begun?.sign ?? null, begun?.query ?? null]).toEqual([sign, query]);
  });
  test('a sign that is not offered here begins nothing', () => expect(begunAt('@ana', 4, ['/'])).toBeNull());
});

describe('choosing one', () => {
  const choose = (text: string, caret: number, choice: string) => {
    const begun = begunAt(text, caret, ['@', '/']);
    return begun && completed(text, caret, begun, choice);
  };
  test('a mention brings its blank', () => expect(choose('ask @an today', 7, '@ana ')).toEqual({ text: 'ask @ana today', caret: 9 }));
  test('a response stands in the middle of what is there', () => expect(choose('A /x B', 4, 'yes')).toEqual({ text: 'A yes B', caret: 5 }));
});
