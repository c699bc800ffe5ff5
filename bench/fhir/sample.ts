/**
 * Made-up records as long as Synthea's, which may not be here: an Observation of some 854 bytes, which is their mean. Names
 * are syllables, and the same for the same number in every process.
 */
export interface SampleResource {
  readonly resourceType: string;
  readonly [member: string]: unknown;
}

export interface SampleName {
  readonly given: string;
  readonly family: string;
}

export const IDENTIFIER_SYSTEM = 'https://hospital.example/patients';

export function identifierOf(person: number): string {
  return `P-${String(person).padStart(8, '0')}`;
}

/** Some three in ten share their full name with somebody, at 10^5. */
export function nameOf(person: number): SampleName {
  const drawn = scattered(person);
  return { given: syllables(drawn % 512), family: capital(`${syllables((drawn >>> 9) % 512)}sen`) };
}

export function samplePatient(person: number): SampleResource {
  const { given, family } = nameOf(person);
  const day = new Date(Date.UTC(1930, 0, 1) + (scattered(person + 7) % 33_000) * 86_400_000);
  return {
    resourceType: 'Patient',
    identifier: [{ system: IDENTIFIER_SYSTEM, value: identifierOf(person) }],
    active: true,
    name: [{ use: 'official', family, given: [capital(given)] }],
    telecom: [
      { system: 'phone', value: `555-${String(scattered(person) % 10_000_000)}`, use: 'home' },
      { system: 'email', value: `person${person}@example.test` },
    ],
    gender: person % 2 === 0 ? 'female' : 'male',
    birthDate: day.toISOString().slice(0, 10),
    address: [
      { line: [`${1 + (person % 300)} Harbour Street`], city: 'Exampleton', country: 'US' },
    ],
  };
}

export function sampleEncounter(personId: string): SampleResource {
  return {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: `Patient/${personId}` },
    period: { start: '2026-01-22T19:00:00+00:00', end: '2026-01-22T19:45:00+00:00' },
  };
}

/** One of fifty laboratory results, on one of three thousand days. */
export function sampleObservation(
  about: { readonly personId: string; readonly encounterId?: string },
  number = 0,
): SampleResource {
  const code = `${6690 + (number % 50)}-2`;
  const text = 'Leukocytes [#/volume] in Blood by Automated count';
  const at = new Date(Date.UTC(2016, 0, 1) + (scattered(number) % 3000) * 86_400_000);
  const { personId, encounterId } = about;
  return {
    resourceType: 'Observation',
    meta: { tag: [{ system: 'https://hospital.example/tags', code: 'analyser-7-2026' }] },
    status: 'final',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: 'laboratory',
            display: 'laboratory',
          },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code, display: text }], text },
    subject: { reference: `Patient/${personId}` },
    ...(encounterId === undefined ? {} : { encounter: { reference: `Encounter/${encounterId}` } }),
    effectiveDateTime: at.toISOString(),
    issued: at.toISOString(),
    valueQuantity: {
      value: 4 + (scattered(number) % 100_000) / 100_000,
      unit: '10*3/uL',
      system: 'http://unitsofmeasure.org',
      code: '10*3/uL',
    },
  };
}

const SYLLABLES = ['ba', 'do', 'fe', 'gu', 'ki', 'lo', 'ma', 'ne'];

/** Three of them. @param number - below 512 */
function syllables(number: number): string {
  return [number & 7, (number >> 3) & 7, (number >> 6) & 7]
    .map((index) => SYLLABLES[index] ?? '')
    .join('');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A number that looks like chance, the same each time (a round of MurmurHash3's finaliser). */
function scattered(number: number): number {
  let mixed = Math.imul((number + 1) ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
