import { expect, test } from 'vitest';
import { unitText } from './unit-text.ts';

test.each([
  ['mm[Hg]', 'mmHg'],
  ['10*3/uL', '10³/µL'],
  ['kg/m2', 'kg/m²'],
  ['mL/min/{1.73_m2}', 'mL/min/1.73 m²'],
  ['Cel', '°C'],
  ['[lb_av]', 'lb'],
  ['{score}', ''],
  ['mg/dL', 'mg/dL'],
  ['', ''],
])('the UCUM unit %j is written %j', (unit, words) => {
  expect(unitText(unit)).toBe(words);
});
