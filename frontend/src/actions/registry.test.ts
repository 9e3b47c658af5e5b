// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import type { Action } from './action';
import { allActions } from './all';
import { notation, type Press } from './keys';
import { type OwnKeys, Registry } from './registry';

function press(key: string, more: Partial<Press> & { altGraph?: boolean } = {}): Press {
  return {
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    getModifierState: (name) => name === 'AltGraph' && more.altGraph === true,
    ...more,
  };
}

function action(id: string, ...keys: string[]): Action {
  return { id, label: () => id, keys, enabled: () => true, run: () => undefined };
}

describe('one key, one action', () => {
  test('the actions of the desk claim no key twice', () => {
    expect(() => new Registry(allActions)).not.toThrow();
  });
  test('two that claim one key are refused', () => {
    expect(() => new Registry([action('a', 'R'), action('b', 'R')])).toThrow('both claim R');
  });
  test('a key that begins a pair can’t stand alone', () => {
    expect(() => new Registry([action('a', 'G'), action('b', 'G M')])).toThrow('begins a pair');
  });
  test('no action claims a chord that belongs to the browser', () => {
    const claimed = allActions.flatMap((each) => each.keys ?? []);
    for (const taken of ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+F', 'Mod+-', 'Mod++']) expect(claimed).not.toContain(taken);
  });
});

describe('what a press says', () => {
  const rows: [says: string, p: Press, keys: string | null][] = [
    ['a letter', press('r'), 'R'],
    ['a letter with Shift', press('E', { shiftKey: true }), 'Shift+E'],
    ['a letter with Ctrl', press('i', { ctrlKey: true }), 'Mod+I'],
    ['a sign that one keyboard types with Shift', press('?', { shiftKey: true }), '?'],
    ['the same sign where another types it without', press('?'), '?'],
    ['@ typed with AltGr', press('@', { altGraph: true }), null],
    ['@ typed with AltGr as Windows tells it', press('@', { ctrlKey: true, altKey: true }), null],
    ['an accent that waits for its letter', press('Dead'), null],
    ['a key of an unfinished word', press('r', { isComposing: true }), null],
    ['a named key with Shift', press('F6', { shiftKey: true }), 'Shift+F6'],
    ['zooming out', press('-', { ctrlKey: true }), 'Mod+-'],
  ];
  test.each(rows)('%s', (_, p, keys) => expect(notation(p, false)).toBe(keys));
});

describe('which action it is', () => {
  const registry = new Registry([action('reply', 'R'), action('mine', 'G M'), { ...action('mode', 'Mod+I'), inFields: true }]);
  const field = document.createElement('textarea');
  const box = document.createElement('input');
  box.type = 'checkbox';
  const id = (p: Press, focused: Element | null = null, singles = true, at = 0) => registry.read(p, focused, singles, at)?.id ?? null;

  test('a single key, anywhere but in a field', () => {
    expect(id(press('r'))).toBe('reply');
    expect(id(press('r'), field)).toBeNull();
    expect(id(press('r'), box)).toBe('reply');
  });
  test('single keys can be switched off, chords stay', () => {
    expect(id(press('r'), null, false)).toBeNull();
    expect(id(press('i', { ctrlKey: true }), null, false)).toBe('mode');
  });
  test('a chord works in a field', () => {
    expect(id(press('i', { ctrlKey: true }), field)).toBe('mode');
  });
  test('a pair, when the second comes soon', () => {
    expect(id(press('g'), null, true, 0)).toBeNull();
    expect(id(press('m'), null, true, 900)).toBe('mine');
    expect(id(press('g'), null, true, 2000)).toBeNull();
    expect(id(press('m'), null, true, 9000)).toBeNull();
  });
});

describe('keys of one’s own', () => {
  const [reply, mine, help] = [action('reply', 'R'), action('mine', 'G M'), action('help', '?', 'G H')];
  const registry = (own: OwnKeys) => new Registry([reply, mine, help], () => own);
  const does = (r: Registry, ...presses: string[]) => presses.map((key) => r.read(press(key), null, true, 0)).at(-1)?.id ?? null;

  test('take the place of those that an action comes with', () => {
    const r = registry({ reply: ['X'] });
    expect([does(r, 'x'), does(r, 'r'), does(r, 'g', 'm')]).toEqual(['reply', null, 'mine']);
    expect(r.keys(reply)).toEqual(['X']);
  });
  test('may be none', () => expect(does(registry({ reply: [] }), 'r')).toBeNull());
  test('change while the page is open', () => {
    let own: OwnKeys = {};
    const r = new Registry([reply, mine], () => own);
    expect(does(r, 'r')).toBe('reply');
    own = { reply: ['Y'] };
    expect([does(r, 'r'), does(r, 'y')]).toEqual([null, 'reply']);
  });
  test('come before those of an action that got the same key later', () => {
    const r = registry({ mine: ['R'] });
    expect(does(r, 'r')).toBe('mine');
    expect(r.keys(reply)).toEqual([]);
  });
  const rows: [says: string, keys: string, taken: string | null][] = [
    ['a free key', 'X', null],
    ['one’s own', 'R', null],
    ['another action’s', '?', 'help'],
    ['the first of a pair', 'G', 'mine'],
    ['a pair whose first stands alone', '? X', 'help'],
    ['a free pair', 'G R', null],
    ['a chord of the browser', 'Mod+W', 'browser'],
    ['a key that moves the focus', 'Tab', 'browser'],
  ];
  test.each(rows)('%s', (_, keys, taken) => {
    const found = registry({}).taken(keys, reply);
    expect(found === null || found === 'browser' ? found : found.id).toBe(taken);
  });
});
