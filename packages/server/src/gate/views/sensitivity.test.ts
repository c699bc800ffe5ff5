import { describe, expect, test } from 'vitest';
import type { Sensitivity } from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import { syntheaCharts, syntheaFolder } from '../../testing/canaries-charts.ts';
import { SENSITIVE_CODES } from './sensitive-codes.ts';
import { referredIds, sensitivitiesOf } from './sensitivity.ts';
import {
  ACT_CODE,
  ATC,
  CONFIDENTIALITY,
  ICD10,
  ICD10CM,
  ICD9CM,
  isKnownCode,
  LOINC,
  RXNORM,
  SNOMED,
} from './terminologies.ts';

const coded = (system: string, code: string): StoredJson => ({
  resourceType: 'Condition',
  code: { coding: [{ system, code }] },
});
const labelled = (label: object): StoredJson => ({
  resourceType: 'Observation',
  meta: { security: [label] },
});
const of = (resource: StoredJson): readonly Sensitivity[] =>
  [...sensitivitiesOf(resource)].toSorted();

describe('labels of the author', () => {
  test.for<readonly [code: string, sensitivities: readonly Sensitivity[]]>([
    ['PSY', ['mental-health']],
    ['PSYTHPN', ['mental-health']],
    ['BH', ['mental-health', 'substance-use']],
    ['SUD', ['substance-use']],
    ['ETH', ['substance-use']],
    ['ETHUD', ['substance-use']],
    ['OPIOIDUD', ['substance-use']],
    ['HIV', ['hiv']],
    ['SEX', ['reproductive-health']],
    ['STD', ['reproductive-health']],
    ['SDV', ['violence']],
    ['VIO', ['violence']],
    ['GDIS', ['genetics']],
    ['TBOO', ['restricted']],
    ['AMB', []],
  ])('%s', ([code, sensitivities]) => {
    expect(of(labelled({ system: ACT_CODE, code }))).toEqual(sensitivities);
    expect(of(labelled({ code })), 'without a system').toEqual(sensitivities);
  });

  test.for([
    ['R', ['restricted']],
    ['V', ['restricted']],
    ['N', []],
    ['U', []],
  ] as const)('confidentiality %s', ([code, sensitivities]) => {
    expect(of(labelled({ system: CONFIDENTIALITY, code }))).toEqual(sensitivities);
    expect(of({ resourceType: 'Composition', confidentiality: code })).toEqual(sensitivities);
  });

  test('count wherever they are: on a contained resource, on a document', () => {
    const contained = {
      resourceType: 'Claim',
      contained: [labelled({ system: ACT_CODE, code: 'HIV' })],
    };
    const securityLabel = [{ coding: [{ system: CONFIDENTIALITY, code: 'V' }] }];
    expect(of(contained)).toEqual(['hiv']);
    expect(of({ resourceType: 'DocumentReference', securityLabel })).toEqual(['restricted']);
  });
});

describe('codes', () => {
  test.for<readonly [system: string, code: string, sensitivities: readonly Sensitivity[]]>([
    [ICD10CM, 'F32.A', ['mental-health']],
    [ICD10, 'F00', ['mental-health']],
    [ICD10CM, 'F10.20', ['substance-use']],
    [ICD10CM, 'F17.210', []],
    [ICD10CM, 'B20', ['hiv']],
    [ICD10CM, 'Z21', ['hiv']],
    [ICD10, 'F02.4', ['hiv', 'mental-health']],
    [ICD10CM, 'O09.90', ['reproductive-health']],
    [ICD10CM, 'O9A.311', ['reproductive-health', 'violence']],
    [ICD10CM, 'Z3A.10', ['reproductive-health']],
    [ICD10CM, 'Z30.9', ['reproductive-health']],
    [ICD10CM, 'N97.0', ['reproductive-health']],
    [ICD10CM, 'N81.4', []],
    [ICD10CM, 'T74.11XA', ['violence']],
    [ICD10CM, 'X99.0', ['violence']],
    [ICD10CM, 'Y09', ['violence']],
    [ICD10CM, 'Y10', []],
    [ICD10CM, 'Z15.01', ['genetics']],
    [ICD10CM, 'E11.9', []],
    [ICD10CM, 'T1491', ['mental-health']],
    [ICD9CM, '305.00', ['substance-use']],
    [ICD9CM, '305.1', []],
    [ICD9CM, '042', ['hiv']],
    [ATC, 'N06AB03', ['mental-health']],
    [ATC, 'J05AR10', ['hiv']],
    [ATC, 'N07BA01', []],
    [SNOMED, '35489007', ['mental-health']],
    [SNOMED, '44054006', []],
    [SNOMED, '284196006 : 246075003 = 86406008', ['hiv']],
    ['urn:oid:2.16.840.1.113883.6.96', '5602001', ['substance-use']],
    [LOINC, '55277-8', ['hiv']],
    [LOINC, '44261-6', ['mental-health']],
    [LOINC, '72166-2', []],
    [RXNORM, '328670', ['mental-health']],
    ['https://example.test/codes', '35489007', []],
    ['__proto__', 'constructor', []],
  ])('%s %s', ([system, code, sensitivities]) => {
    expect(of(coded(system, code))).toEqual(sensitivities);
  });

  test('count wherever they are', () => {
    const deep = {
      resourceType: 'Claim',
      item: [{ detail: [{ modifier: [coded(SNOMED, '86406008')] }] }],
    };
    expect(of(deep)).toEqual(['hiv']);
  });
});

test('what a record refers to is what is in its chart and says something of it', () => {
  const id = (place: number): string => `00000000-0000-4000-8000-00000000000${place}`;
  const refer = (reference: string): object => ({ reference });
  const resource = {
    resourceType: 'Observation',
    subject: refer(`Patient/${id(1)}`),
    performer: [refer(`Practitioner/${id(2)}`), refer(`Organization/${id(3)}`)],
    device: refer(`Device/${id(4)}`),
    encounter: refer(`Encounter/${id(5)}`),
    hasMember: [refer(`Observation/${id(6)}/_history/2`), refer(`Observation/${id(6)}`)],
    derivedFrom: [
      refer('#inside'),
      refer('https://example.test/Observation/7'),
      refer('Observation/x'),
    ],
  };
  expect(referredIds(resource)).toEqual([id(5), id(6)]);
});

describe.skipIf(syntheaFolder === undefined)('real records (needs ../shared/data)', () => {
  test('a chart of 5,000 is looked at in less than a second, and each sensitivity is found', () => {
    const found = new Set<Sensitivity>();
    let records = 0;
    let spentMs = 0;
    for (const chart of syntheaCharts(10)) {
      const start = performance.now();
      for (const resource of chart) {
        for (const sensitivity of sensitivitiesOf(resource)) found.add(sensitivity);
        referredIds(resource);
      }
      spentMs += performance.now() - start;
      records += chart.length;
    }
    // Some 10 µs each where it is quiet; this is for a machine that does much else.
    expect((spentMs / records) * 5000).toBeLessThan(1000);
    expect(found.size).toBeGreaterThanOrEqual(4);
  }, 60_000);

  test('most of a chart is not sensitive, and a pregnancy is', () => {
    let sensitive = 0;
    let records = 0;
    for (const chart of syntheaCharts(10)) {
      records += chart.length;
      for (const resource of chart) {
        const isSensitive = sensitivitiesOf(resource).size > 0;
        if (isSensitive) sensitive += 1;
        if (JSON.stringify(resource).includes('"72892002"')) expect(isSensitive).toBe(true);
      }
    }
    expect(sensitive / records).toBeLessThan(0.2);
  }, 60_000);
});

test('every code of the table is one of its system, once for each sensitivity', () => {
  for (const system of [SNOMED, LOINC, RXNORM]) {
    for (const codes of Object.values(SENSITIVE_CODES[system] ?? {})) {
      const each = codes.split(' ');
      expect(each.filter((code) => !isKnownCode(system, code))).toEqual([]);
      expect(new Set(each).size).toBe(each.length);
    }
  }
});
