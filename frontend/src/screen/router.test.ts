import { describe, expect, test } from 'vitest';
import { parse, pathOf, type Route } from './router.svelte';

describe('an address', () => {
  const rows: [path: string, route: Route][] = [
    ['/', { name: 'home' }],
    ['/login', { name: 'login' }],
    ['/queue', { name: 'queue', conversation: null }],
    ['/queue/c1', { name: 'queue', conversation: 'c1' }],
    ['/wall/c1', { name: 'wall', conversation: 'c1' }],
    ['/w/sonrisas', { name: 'desk', workplace: 'sonrisas', section: 'all', conversation: null }],
    ['/w/sonrisas/mine/c1', { name: 'desk', workplace: 'sonrisas', section: 'mine', conversation: 'c1' }],
    ['/w/sonrisas/all/c%2F1', { name: 'desk', workplace: 'sonrisas', section: 'all', conversation: 'c/1' }],
  ];
  test.each(rows)('%s says where one is, and back', (path, route) => {
    expect(parse(path)).toEqual(route);
    expect(pathOf(route)).toBe(path);
  });
  test.each(['/nowhere', '/w', '/w/sonrisas/nonsense', '/w/s/mine/c/more', '/queue/a/b'])('%s is none', (path) => {
    expect(parse(path)).toEqual({ name: 'unknown' });
  });
});
