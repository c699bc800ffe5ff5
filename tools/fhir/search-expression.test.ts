import { describe, expect, test } from 'vitest';
import { parseSearchExpression } from './search-expression.ts';

const child = (name: string) => ({ step: 'child', name });

describe('the expressions of search parameters', () => {
  test.each([
    ['Patient.name.given', [[child('Patient'), child('name'), child('given')]]],
    [
      'A.b | (C.d)',
      [
        [child('A'), child('b')],
        [child('C'), child('d')],
      ],
    ],
    ['(A.b as Quantity)', [[child('A'), child('b'), { step: 'type', type: 'Quantity' }]]],
    ['A.b.ofType(Period)', [[child('A'), child('b'), { step: 'type', type: 'Period' }]]],
    [
      '(A.b.ofType(CodeableConcept)).text',
      [[child('A'), child('b'), { step: 'type', type: 'CodeableConcept' }, child('text')]],
    ],
    [
      "A.telecom.where(system='phone')",
      [[child('A'), child('telecom'), { step: 'equal', name: 'system', text: 'phone' }]],
    ],
    [
      'A.b.where(resolve() is Patient)',
      [[child('A'), child('b'), { step: 'refers', type: 'Patient' }]],
    ],
    [
      "A.extension('urn:x').value",
      [
        [
          child('A'),
          child('extension'),
          { step: 'equal', name: 'url', text: 'urn:x' },
          child('value'),
        ],
      ],
    ],
    ['A.b.exists()', [[child('A'), child('b'), { step: 'exists' }]]],
  ])('%s', (expression, expected) => {
    expect(parseSearchExpression(expression)).toEqual(expected);
  });

  test.each([
    '',
    'A.b[0]',
    'A.b = 3',
    'A.b.first()',
    'A.where(b > 1)',
    'A.',
    '(A.b',
    'A b',
    'A.b + C',
  ])('%s is outside what is compiled', (expression) => {
    expect(parseSearchExpression(expression)).toBeUndefined();
  });
});
