import { describe, expect, test } from 'vitest';
import type { Section } from '../../core/model';
import type { Conversation, FilterWord } from '../../wire/types';
import { lacks, parseFilter, passes, tally, toggle } from './filters';

const now = Date.parse('2026-11-24T14:10:00.000Z');

function conversation(change: object = {}): Conversation {
  const base = {
    status: 'open',
    waiting_since: null,
    escalation: null,
    holder: { team: 'staff', user: null },
    channel: { id: 'w', kind: 'web' },
    customer: { language: '' },
  };
  return { ...base, ...change } as unknown as Conversation;
}

describe('which conversations a filter lets through', () => {
  const waits = { waiting_since: '2026-11-24T14:08:00.000Z' };
  const long = { waiting_since: '2026-11-24T14:04:00.000Z' };
  const rows: [says: string, words: FilterWord[], change: object, through: boolean][] = [
    ['no word: everything', [], {}, true],
    ['unanswered: whose customer waits', ['unanswered'], waits, true],
    ['unanswered: not the answered', ['unanswered'], {}, false],
    ['overdue: who waits beyond the target', ['overdue'], long, true],
    ['overdue: not who waits within it', ['overdue'], waits, false],
    ['overdue: Lara has less time', ['overdue'], { ...waits, holder: { team: 'lara', user: null } }, true],
    ['escalated', ['escalated'], { escalation: { reason: 'billing' } }, true],
    ['a closed one is no escalation any more', ['escalated'], { status: 'closed', escalation: { reason: 'billing' } }, false],
    ['by channel', ['web'], {}, true],
    ['by the other channel', ['sms'], {}, false],
    ['by the customer’s language', ['es'], { customer: { language: 'es' } }, true],
    ['who has shown none has the workplace’s', ['en'], {}, true],
    ['every word counts', ['unanswered', 'es'], { ...waits, customer: { language: 'en' } }, false],
  ];
  test.each(rows)('%s', (_, words, change, through) => {
    expect(passes(words, conversation(change), { now, language: 'en' })).toBe(through);
  });
  test('what is not here passes nothing', () => expect(passes([], undefined, { now, language: 'en' })).toBe(false));
});

describe('words in an address', () => {
  const rows: [text: string, words: FilterWord[]][] = [
    ['', []],
    ['es,unanswered', ['unanswered', 'es']],
    ['unanswered,nonsense,unanswered', ['unanswered']],
  ];
  test.each(rows)('%j', (text, words) => expect(parseFilter(text)).toEqual(words));
});

describe('a chip', () => {
  test('pressed twice changes nothing', () => expect(toggle(toggle(['es'], 'overdue'), 'overdue')).toEqual(['es']));
  test('of the other language takes its place', () => expect(toggle(['unanswered', 'es'], 'en')).toEqual(['unanswered', 'en']));
  test('of the other channel takes its place', () => expect(toggle(['web'], 'sms')).toEqual(['sms']));
});

describe('what has to be fetched', () => {
  const section: Section = { key: 'staff', ids: [], count: 120, unanswered: 3, next: 'more', loading: false };
  const rows: [says: string, words: FilterWord[], change: Partial<Section>, here: number, lacking: boolean][] = [
    ['nothing without a filter', [], {}, 0, false],
    ['who waits and is not here', ['unanswered'], {}, 2, true],
    ['nothing once all who wait are here', ['unanswered'], {}, 3, false],
    ['everything for other filters', ['web'], {}, 3, true],
    ['nothing where all is here', ['web'], { next: null }, 0, false],
    ['nothing twice at a time', ['web'], { loading: true }, 0, false],
    ['the closed ones only when asked for', ['web'], { key: 'closed' }, 0, false],
  ];
  test.each(rows)('%s', (_, words, change, here, lacking) => expect(lacks(words, { ...section, ...change }, here)).toBe(lacking));
});

describe('how many a filter lets through', () => {
  const all = new Map([
    ['a', conversation({ waiting_since: '2026-11-24T14:09:00.000Z' })],
    ['b', conversation({ waiting_since: '2026-11-24T14:00:00.000Z', customer: { language: 'es' } })],
    ['c', conversation({ channel: { id: 's', kind: 'twilio' } })],
    ['d', conversation({ status: 'closed' })],
  ]);
  const section = (key: Section['key'], ids: string[], more: Partial<Section> = {}): Section => ({
    key, ids, count: ids.length, unanswered: ids.filter((id) => all.get(id)?.waiting_since).length, next: null, loading: false, ...more,
  });
  const count = (words: FilterWord[], ...sections: Section[]) => tally([words], sections, (id) => all.get(id), { now, language: 'en' })[0];

  test('counts what is open', () => {
    const sections = [section('mine', ['a', 'c']), section('staff', ['b']), section('closed', ['d'], { next: 'more' })];
    expect(count(['unanswered'], ...sections)).toBe(2);
    expect(count(['overdue'], ...sections)).toBe(1);
    expect(count(['web'], ...sections)).toBe(2);
    expect(count(['unanswered', 'es'], ...sections)).toBe(1);
  });
  test('says nothing where some that may count are not here', () => {
    const part = section('staff', ['b', 'c'], { count: 60, next: 'more' });
    expect(count(['sms'], part)).toBeNull();
    expect(count(['overdue'], part)).toBe(1);
    expect(count(['overdue'], { ...part, unanswered: 9 })).toBeNull();
    expect(count(['unanswered'], { ...part, unanswered: 9 })).toBe(9);
  });
});
