/** Charts to plant canaries in: Synthea's Bundles, as they would be stored. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '../../../../tools/shared-data.ts';
import type { StoredJson } from '../db/schema.ts';

const FOLDERS = ['gz', 'gz-v2.5.0', 'plain'];

/** Undefined where there are none on this machine. */
export const syntheaFolder = sharedData('fhir/synthea-r4');

/** @param each - Every how many of them: 1 for all 180. One is in memory at a time. */
export function* syntheaCharts(each = 1): Generator<readonly StoredJson[]> {
  if (syntheaFolder === undefined) return;
  for (const [place, file] of filesIn(syntheaFolder).entries())
    if (place % each === 0) yield chartIn(file);
}

function filesIn(folder: string): readonly string[] {
  return FOLDERS.flatMap((name) =>
    readdirSync(path.join(folder, name))
      .filter((file) => /\.json(\.gz)?$/.test(file))
      .toSorted()
      .map((file) => path.join(folder, name, file)),
  );
}

interface Entry {
  readonly fullUrl: string;
  readonly resource: StoredJson;
}

/** References by the urn of an entry become those to its resource, as an import makes them. */
function chartIn(file: string): readonly StoredJson[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  // `as`: what these files are; a test that reads another shape finds nothing and says so
  const { entry } = JSON.parse(text) as { readonly entry: readonly Entry[] };
  const targets = new Map(
    entry.map(({ fullUrl, resource }) => [
      fullUrl,
      `${resource.resourceType}/${fullUrl.slice(-36)}`,
    ]),
  );
  return entry.map(({ fullUrl, resource }) => {
    const pointed = withTargets(resource, targets);
    // `as`: the same resource, with other references
    return { ...(pointed as StoredJson), id: fullUrl.slice(-36) };
  });
}

function withTargets(value: unknown, targets: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => withTargets(entry, targets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => {
      const target =
        key === 'reference' && typeof member === 'string' ? targets.get(member) : undefined;
      return [key, target ?? withTargets(member, targets)];
    }),
  );
}
