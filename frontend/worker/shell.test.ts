import { describe, expect, test } from 'vitest';
import { type Answer, answerFor, outdated } from './shell';

describe('what is answered without a network', () => {
  const files = ['/', '/favicon.svg', '/assets/index-abc.js'];
  const rows: [says: string, request: { method?: string; mode?: string; path: string }, answer: Answer][] = [
    ['the front door', { mode: 'navigate', path: '/' }, 'page'],
    ['a conversation’s address', { mode: 'navigate', path: '/w/sonrisas/mine/c1?filter=es' }, 'page'],
    ['not the customer’s page', { mode: 'navigate', path: '/chat/sonrisas-web' }, null],
    ['not a page that there is none of', { mode: 'navigate', path: '/nowhere' }, null],
    ['a file of this build', { path: '/assets/index-abc.js' }, 'file'],
    ['a file of the build before', { path: '/assets/index-old.js' }, 'file'],
    ['the icon', { path: '/favicon.svg' }, 'file'],
    ['nothing of the API', { path: '/api/v1/conversations/c1' }, null],
    ['not even as a page', { mode: 'navigate', path: '/api/v1/me' }, null],
    ['no command', { method: 'POST', path: '/' }, null],
    ['not the widget', { path: '/widget.js' }, null],
  ];
  test.each(rows)('%s', (_, { method = 'GET', mode = 'no-cors', path }, answer) => {
    expect(answerFor({ method, mode, url: `https://desk.example${path}` }, 'https://desk.example', files)).toBe(answer);
  });
  test('nobody else’s file', () => {
    expect(answerFor({ method: 'GET', mode: 'no-cors', url: 'https://other.example/assets/index-abc.js' }, 'https://desk.example', files)).toBeNull();
  });
});

test('of older builds the newest is kept, and what is not ours is left alone', () => {
  expect(outdated(['relevo-shell-1', 'other', 'relevo-shell-2', 'relevo-shell-3'], 'relevo-shell-3')).toEqual(['relevo-shell-1']);
  expect(outdated(['relevo-shell-3'], 'relevo-shell-3')).toEqual([]);
});
