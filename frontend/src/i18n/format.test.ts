// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { brief, clock, day, exact, span } from './format';
import { language, startLanguage } from './locale.svelte';

const zone = 'America/Puerto_Rico';
const at = '2026-11-24T18:05:00.000Z';
const now = Date.parse('2026-11-24T20:00:00.000Z');
/** Intl puts narrow blanks where a person sees a blank. */
const plain = (text: string) => text.replace(/\s/gu, ' ');

beforeEach(() => startLanguage('en'));

describe('in the workplace’s zone and the reader’s language', () => {
  test('the time of day', () => {
    expect(plain(clock(at, zone))).toBe('2:05 PM');
    language.choose('es');
    expect(plain(clock(at, zone))).toBe('2:05 p. m.');
  });
  test('today and yesterday are the workplace’s, not the reader’s', () => {
    expect(day('2026-11-24T05:00:00.000Z', zone, now)).toBe('Today');
    expect(day('2026-11-24T03:00:00.000Z', zone, now)).toBe('Yesterday');
    language.choose('es');
    expect(day('2026-11-24T03:00:00.000Z', zone, now)).toBe('Ayer');
  });
  test('a row says the time today, the weekday this week, then the date', () => {
    expect(plain(brief(at, zone, now))).toBe('2:05 PM');
    expect(brief('2026-11-22T18:00:00.000Z', zone, now)).toBe('Sun');
    expect(brief('2026-11-02T18:00:00.000Z', zone, now)).toBe('Nov 2');
  });
});

describe('for who sits in another zone', () => {
  const newYork = 'America/New_York';
  test('the time has its zone beside it, in both languages', () => {
    expect(plain(clock(at, newYork))).toBe('1:05 PM EST');
    expect(plain(brief(at, newYork, now))).toBe('1:05 PM EST');
    expect(plain(exact(at, newYork))).toContain('EST');
    language.choose('es');
    expect(plain(clock(at, newYork))).toBe('1:05 p. m. EST');
  });
  test('not while both clocks show the same', () => {
    expect(plain(clock('2026-07-24T18:05:00.000Z', newYork))).toBe('2:05 PM');
    expect(plain(clock(at, 'America/Santo_Domingo'))).toBe('2:05 PM');
  });
  test('also where only the day is another', () => {
    expect(plain(clock(at, 'Etc/GMT-14'))).toMatch(/^8:05 AM /);
    expect(plain(clock(at, 'Asia/Singapore'))).toMatch(/^2:05 AM /);
  });
});

describe('a span', () => {
  const rows: [ms: number, words: string][] = [
    [-5, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000 + 5 * 60_000, '1 h 5 min'],
    [86_400_000 * 2 + 3_600_000, '2 d 1 h'],
  ];
  test.each(rows)('of %d ms is %s', (ms, words) => expect(span(ms)).toBe(words));
});
