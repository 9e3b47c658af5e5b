import { describe, expect, test } from 'vitest';
import { smsCost, straighten } from './sms';

const spanish154 = 'Estimado cliente: le recordamos su cita de limpieza dental el martes a las 2 de la tarde en nuestra clinica. Responda SI para aceptar o NO para un cambio.'.padEnd(154, '.');

describe('what a text message costs', () => {
  const rows: [says: string, text: string, segments: number, culprits: string[]][] = [
    ['nothing', '', 0, []],
    ['one letter', 'a', 1, []],
    ['160 plain letters', 'a'.repeat(160), 1, []],
    ['161 plain letters', 'a'.repeat(161), 2, []],
    ['306 plain letters', 'a'.repeat(306), 2, []],
    ['307 plain letters', 'a'.repeat(307), 3, []],
    ['é ñ ü ¿ ¡ are plain', '¿Qué? ¡Señor Agüero!'.padEnd(160, 'ñ'), 1, []],
    ['the euro takes two places', '€'.repeat(80), 1, []],
    ['one euro more', '€'.repeat(81), 2, []],
    ['a two-place sign is not cut at the seam', 'a'.repeat(152) + '€' + 'a'.repeat(152), 3, []],
    ['70 letters with an accent that is not inside', 'á'.padEnd(70, 'a'), 1, ['á']],
    ['71 of them', 'á'.padEnd(71, 'a'), 2, ['á']],
    ['each culprit is named once', 'áóáóú', 1, ['á', 'ó', 'ú']],
    ['an emoji takes two places of the wide alphabet', '👍'.repeat(35), 1, ['👍']],
    ['and is not cut', 'a'.repeat(66) + '👍' + 'a'.repeat(66), 3, ['👍']],
    ['a Spanish message of 154 letters', spanish154, 1, []],
    ['the same with one ó', spanish154.replace('a', 'ó'), 3, ['ó']],
  ];
  test.each(rows)('%s', (_, text, segments, culprits) => expect(smsCost(text)).toMatchObject({ segments, culprits }));

  test('it tells how many segments it would be without the culprit', () => {
    expect(spanish154).toHaveLength(154);
    expect(smsCost(spanish154.replace('a', 'ó'))).toEqual({ characters: 154, segments: 3, culprits: ['ó'], plain: 1 });
  });
});

describe('straightening', () => {
  const rows: [text: string, plain: string][] = [
    ['“Hola” – dijo…', '"Hola" - dijo...'],
    ['it’s', "it's"],
    ['¿Cómo está, señor Núñez?', '¿Cómo está, señor Núñez?'],
    ['a\u00a0b', 'a b'],
  ];
  test.each(rows)('%s', (text, plain) => expect(straighten(text)).toBe(plain));
});
