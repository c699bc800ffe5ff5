import { describe, expect, test } from 'vitest';
import { primitives } from './primitives.ts';

type Name = keyof typeof primitives;

/** Valid and invalid values, by type. */
const table: Partial<Record<Name, readonly [readonly unknown[], readonly unknown[]]>> = {
  string: [
    ['a', ' a ', 'a\tb\n', 'ä𝒳'],
    ['', ' ', '\n', 'a\u0000b', 1, null, 'x'.repeat(1_048_577)],
  ],
  code: [
    ['a', 'two words'],
    [' a', 'a ', 'two  words', 'a\tb', '', 1],
  ],
  id: [
    ['a', 'A-1.b', 'x'.repeat(64)],
    ['', 'a_b', 'a b', 'x'.repeat(65)],
  ],
  uri: [
    ['urn:x', 'a/b', '#a'],
    ['', 'a b', 1],
  ],
  oid: [['urn:oid:1.2.840'], ['1.2.840', 'urn:oid:3.1', 'urn:oid:1.02']],
  uuid: [
    ['urn:uuid:c757873d-ec9a-4326-a141-556f43239520'],
    ['c757873d-ec9a-4326-a141-556f43239520', 'urn:uuid:C757873D-EC9A-4326-A141-556F43239520'],
  ],
  date: [
    ['2020', '2020-02', '2020-02-29', '2000-02-29'],
    [
      '20',
      '0000',
      '2020-13',
      '2020-00',
      '2021-02-29',
      '1900-02-29',
      '2020-04-31',
      '2020-1-1',
      2020,
    ],
  ],
  dateTime: [
    ['2020', '2020-02-29T10:00:00Z', '2020-02-29T10:00:00.123+14:00', '2020-12-31T23:59:60Z'],
    ['2020-02-30T10:00:00Z', '2020-02-29T10:00:00', '2020-02-29T24:00:00Z', '2020-02-29T10:00Z'],
  ],
  instant: [['2020-02-29T10:00:00Z'], ['2020-02-29', '2020-02-29T10:00:00']],
  time: [
    ['10:00:00', '10:00:00.5'],
    ['10:00', '24:00:00', '10:00:00Z'],
  ],
  boolean: [
    [true, false],
    ['true', 0, null],
  ],
  decimal: [
    [0, -1.5, 1e-7],
    ['1', Number.NaN, Infinity],
  ],
  integer: [
    [0, -2_147_483_648, 2_147_483_647],
    [1.5, 2_147_483_648, -2_147_483_649, '1'],
  ],
  unsignedInt: [
    [0, 1],
    [-1, 1.5],
  ],
  positiveInt: [[1], [0, -1]],
  base64Binary: [
    ['AAAA', 'AAA=', 'AA==', 'AAAA\n AAAA'],
    ['', 'A', 'AAA', 'A===', 'AA=A', 'A-AA', '===='],
  ],
};

describe.for(Object.entries(table))('%s', ([name, [valid, invalid]]) => {
  // The table's keys are names of primitives.
  const isValid = primitives[name as Name];

  test('accepts what R4 allows', () => {
    expect(valid.filter((value) => !isValid(value))).toEqual([]);
  });
  test('refuses everything else', () => {
    expect(invalid.filter((value) => isValid(value))).toEqual([]);
  });
});

test('a text made to cost is judged in time', () => {
  const start = performance.now();
  for (const one of ['a', ' ', '1', 'A=', '.1', 'a ']) {
    for (const isValid of Object.values(primitives)) isValid(one.repeat(500_000));
  }
  expect(performance.now() - start).toBeLessThan(3_000);
});
