import { afterEach, describe, expect, test } from 'vitest';
import { setLocale } from './generated/runtime.js';
import { customerName, named } from './words';

describe('a customer’s name', () => {
  afterEach(() => setLocale('en', { reload: false }));
  const customer = (name: string, phone: string) => ({ id: 'c', name, phone, language: 'es', about: '' });
  const rows: [says: string, name: string, phone: string, isNamed: boolean, en: string, es: string][] = [
    ['that somebody gave', 'Rosa', '+17875550123', true, 'Rosa', 'Rosa'],
    ['is the number until then', '+17875550123', '+17875550123', false, '(787) 555-0123', '(787) 555-0123'],
    ['or that they came by the web chat, in the reader’s language', 'Web visitor', '', false, 'Web visitor', 'Visitante de la web'],
  ];
  test.each(rows)('%s', (_, name, phone, isNamed, en, es) => {
    expect(named(customer(name, phone))).toBe(isNamed);
    expect(customerName(customer(name, phone))).toBe(en);
    setLocale('es', { reload: false });
    expect(customerName(customer(name, phone))).toBe(es);
  });
});
