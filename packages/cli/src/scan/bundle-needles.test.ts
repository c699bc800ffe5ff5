import { expect, test } from 'vitest';
import { needlesFromBundle } from './bundle-needles.ts';

const bundle = {
  resourceType: 'Bundle',
  entry: [
    {
      resource: {
        resourceType: 'Patient',
        name: [{ family: 'Quixano', given: ['Alonso', 'Benito'], text: 'Don Alonso Quixano' }],
        birthDate: '1605-01-16',
        telecom: [{ system: 'phone', value: '555-010-1605' }, { value: '911' }],
        address: [{ line: ['17 Windmill Lane'], city: 'Argamasilla', country: 'ES' }],
        identifier: [{ value: '999-16-0516' }, { value: '270' }],
      },
    },
    {
      resource: {
        resourceType: 'Encounter',
        identifier: [{ value: 'encounter-0001' }],
        contained: [{ resourceType: 'Practitioner', name: [{ family: 'Li', given: ['Xiu'] }] }],
      },
    },
  ],
};

test('what identifies somebody becomes a needle; towns, dates and numbers of encounters do not', () => {
  const values = needlesFromBundle(bundle, 'b.json').map(({ value }) => String(value));
  expect(values.toSorted()).toEqual(
    [
      'Quixano',
      'Alonso Benito Quixano',
      'Alonso Quixano',
      'Don Alonso Quixano',
      '555-010-1605',
      '17 Windmill Lane',
      '999-16-0516',
      'Xiu Li',
    ].toSorted(),
  );
});

test('a label says where a needle comes from and not what it is', () => {
  const labels = needlesFromBundle(bundle, 'b.json').map(({ label }) => label);
  expect(labels[0]).toMatch(/^b\.json: [a-z ]+ 1$/);
  expect(labels.join()).not.toMatch(/Quixano|Windmill|1605/);
});

test.for([null, 'text', [], {}, { entry: 'x' }, { entry: [null, { resource: 7 }] }])(
  'what is no Bundle has no needles: %j',
  (value) => {
    expect(needlesFromBundle(value, 'b.json')).toEqual([]);
  },
);
