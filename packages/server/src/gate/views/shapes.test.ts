/** Whatever a record holds, nothing leaves but what looks as its declaration says: on any JSON, at every declared element. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredJson } from '../../db/schema.ts';
import { CODE_SETS, CURRENCIES } from './code-sets.ts';
import { DEIDENTIFIED } from './deidentified-elements.ts';
import { deidentified } from './deidentified.ts';
import type { Declaration, ElementKind, Elements } from './elements.ts';
import { LIMITED } from './limited-elements.ts';
import { limited } from './limited.ts';
import { safeHarbor } from './safe-harbor.ts';
import { isKnownCode } from './terminologies.ts';

const now = new Date('2026-06-01T00:00:00Z');
const pseudonyms = { idOf: (uuid: string) => `pseudonym-of-${uuid.length}`, shiftDays: 77 };

const uuid = fc.uuid();
const anyText = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'final',
    'male',
    'Smith',
    '555-612-5695',
    '12345',
    'kg',
    'USD',
    'http://loinc.org',
  ),
  fc.constantFrom('29463-7', '72892002', '2020-03-01', '2020', '1.2.840.10008', '<', 'F32.A'),
);
const coding = fc.record(
  {
    system: fc.oneof(anyText, fc.constantFrom('http://loinc.org', 'http://snomed.info/sct')),
    code: anyText,
    display: anyText,
  },
  { requiredKeys: [] },
);
const quantity = fc.record(
  { value: fc.oneof(fc.double(), anyText), unit: anyText, code: anyText, system: anyText },
  { requiredKeys: [] },
);

/** What an element could hold, right or wrong. */
function held(kind: ElementKind | Elements): fc.Arbitrary<unknown> {
  const one =
    typeof kind === 'string'
      ? fc.oneof(
          anyText,
          coding,
          quantity,
          fc.record({ coding: fc.array(coding, { maxLength: 2 }), text: anyText }),
          fc.record({
            reference: fc.oneof(
              anyText,
              uuid.map((id) => `Patient/${id}`),
            ),
            display: anyText,
          }),
          fc.record({ start: anyText, end: anyText }, { requiredKeys: [] }),
          fc.record({ family: fc.constantFrom('Smith'), given: fc.array(anyText) }),
          fc.record({ low: quantity, numerator: quantity }),
          fc.jsonValue({ maxDepth: 2 }),
        )
      : fc.oneof(objectOf(kind), anyText, fc.jsonValue({ maxDepth: 1 }));
  return fc.oneof(one, fc.array(one, { maxLength: 2 }));
}

function objectOf(elements: Elements): fc.Arbitrary<object> {
  const members = Object.entries(elements).map(([name, kind]) => [name, held(kind)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [] });
}

function resourceOf(declaration: Declaration): fc.Arbitrary<StoredJson> {
  const types = Object.entries(declaration).map(([resourceType, elements]) =>
    fc
      .tuple(objectOf(elements), fc.object({ maxDepth: 2 }), fc.oneof(uuid, anyText))
      .map(([object, more, id]): StoredJson => ({ ...more, ...object, id, resourceType })),
  );
  const imaging = { category: [{ coding: [{ code: 'RAD' }] }] };
  return fc
    .oneof(
      ...types,
      fc.object().map((object): StoredJson => ({ ...object, resourceType: 'Basic' })),
    )
    .map((resource) => ({ ...resource, ...(resource['category'] === undefined ? imaging : {}) }));
}

const CLOSED = new Set([...Object.values(CODE_SETS), CURRENCIES].flatMap((set) => [...set]));

/** Strings that are of none of the shapes that a declaration has. */
function strangers(value: unknown, key: string, parent: object): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => strangers(entry, key, parent));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, member]) => strangers(member, name, value));
  if (typeof value !== 'string' || CLOSED.has(value)) return [];
  const { system, code } = parent as { system?: unknown; code?: unknown };
  const isCoded =
    typeof system === 'string' && typeof code === 'string' && isKnownCode(system, code);
  if (isCoded && (key === 'system' || key === 'code')) return [];
  return [value];
}

const YEAR = /^\d{4}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PSEUDONYM = /^([A-Z][A-Za-z]+\/)?pseudonym-of-36$/;
const OWN = /^([A-Z][A-Za-z]+\/)?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const INITIALS = /^\S\.( \S\.){0,3}$/u;
const UID = /^(urn:dicom:uid|(urn:oid:)?[12](\.\d+){3,})$/;

type Allowed = readonly RegExp[];
const beyond = (shown: StoredJson | undefined, allowed: Allowed): readonly string[] => {
  if (shown === undefined) return [];
  const { resourceType, ...rest } = shown;
  expect(resourceType).toMatch(/^[A-Z][A-Za-z]+$/);
  return strangers(rest, '', {}).filter((text) => !allowed.some((form) => form.test(text)));
};

const runs = { numRuns: 1500 };

test('a client’s view of anything', () => {
  let shown = 0;
  fc.assert(
    fc.property(resourceOf(DEIDENTIFIED), (resource) => {
      const seen = deidentified(resource, pseudonyms, now);
      shown += Object.keys(seen ?? {}).length;
      expect(beyond(seen, [YEAR, PSEUDONYM])).toEqual([]);
    }),
    runs,
  );
  expect(shown).toBeGreaterThan(runs.numRuns / 4);
}, 60_000);

test('an export of anything, without words', () => {
  fc.assert(
    fc.property(resourceOf(DEIDENTIFIED), (resource) => {
      const [seen] = safeHarbor([resource], { pseudonyms, now });
      expect(beyond(seen, [YEAR, DAY, PSEUDONYM])).toEqual([]);
    }),
    runs,
  );
}, 60_000);

test('a technologist’s view of anything', () => {
  let shown = 0;
  fc.assert(
    fc.property(resourceOf(LIMITED), (resource) => {
      const seen = limited(resource);
      shown += Object.keys(seen ?? {}).length;
      expect(beyond(seen, [YEAR, /^\d{4}-\d{2}/, OWN, INITIALS, UID])).toEqual([]);
    }),
    runs,
  );
  expect(shown).toBeGreaterThan(runs.numRuns / 4);
}, 60_000);

test('nothing that is shown is shared with what is stored', () => {
  const period = { start: '2020' };
  const seen = deidentified({ resourceType: 'Encounter', period }, pseudonyms, now);
  expect(seen?.['period']).toEqual(period);
  expect(seen?.['period']).not.toBe(period);
});
