import { describe, expect, test } from 'vitest';
import { entriesAboutOthers, patientNamedBy } from './subject-rules.ts';

const A = '10000000-0000-4000-8000-00000000000a';
const B = '10000000-0000-4000-8000-00000000000b';
const about = (reference: string, element = 'subject') => ({
  resourceType: 'Observation',
  [element]: { reference },
});
const bundle = (...entry: readonly object[]) => ({ resourceType: 'Bundle', entry });

describe('the person whom a body is about', () => {
  test.each([
    ['its subject', about(`Patient/${A}`), A],
    ['its patient', about(`Patient/${A}`, 'patient'), A],
    ['nobody on another server', about(`https://elsewhere.example/Patient/${A}`), undefined],
    ['nobody by an id that is none of ours', about('Patient/17'), undefined],
    ['nobody who is no Patient', about(`Group/${A}`), undefined],
    ['nobody in what is no resource', [null, 1], undefined],
    ['whom an entry names', bundle({ resource: about(`Patient/${A}`) }), A],
    [
      'the first of several',
      bundle({ resource: about(`Patient/${A}`) }, { resource: about(`Patient/${B}`) }),
      A,
    ],
    [
      'nobody whom the Bundle brings along',
      bundle(
        { fullUrl: `https://elsewhere.example/fhir/Patient/${A}`, resource: {} },
        { resource: about(`Patient/${A}`) },
      ),
      undefined,
    ],
  ])('is %s', (_name, body, expected) => {
    expect(patientNamedBy(body)).toBe(expected);
  });

  test('is whom an address of this very server names, and of no other', () => {
    const base = 'https://records.example/fhir/R4';
    expect(patientNamedBy(about(`${base}/Patient/${A}`), base)).toBe(A);
    expect(patientNamedBy(about(`${base}x/Patient/${A}`), base)).toBeUndefined();
  });
});

describe('entries about another person', () => {
  test.each([
    ['are none where all name the chart', bundle({ resource: about(`Patient/${A}`) }), []],
    [
      'are those that name somebody else',
      bundle(
        { resource: about(`Patient/${A}`) },
        {},
        { resource: about(`Patient/${B}`, 'patient') },
      ),
      [2],
    ],
    [
      'are not those about whom the Bundle brings along',
      bundle(
        { fullUrl: `https://elsewhere.example/fhir/Patient/${B}`, resource: {} },
        { resource: about(`Patient/${B}`) },
      ),
      [],
    ],
  ])('%s', (_title, body, indexes) => {
    expect(entriesAboutOthers(body, A)).toEqual(indexes);
  });
});
