import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '../../tools/shared-data.ts';
import type { BareRow } from './bare-options.ts';

/** One patient's whole record, as Synthea writes it. */
export interface SyntheaBundle {
  readonly text: string;
  readonly resources: number;
  /** As long as the rows are that hold it. */
  readonly rows: readonly BareRow[];
}

/** What `meta` gets here, and what sealing adds. */
const ADDED_BYTES = 60 + 46;

/** Undefined where the material is not. @param folders - of `../shared/data/fhir/synthea-r4` */
export function syntheaBundles(folders: readonly string[]): readonly SyntheaBundle[] | undefined {
  const root = sharedData('fhir/synthea-r4');
  if (root === undefined) return undefined;
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => /\.json(\.gz)?$/.test(name))
      .toSorted()
      .map((name) => read(path.join(root, folder, name))),
  );
}

function read(file: string): SyntheaBundle {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const { entry } = JSON.parse(text) as { entry: { resource: { resourceType: string } }[] }; // Synthea's
  const rows = entry.map(({ resource }) => ({
    type: resource.resourceType,
    bytes: Buffer.byteLength(JSON.stringify(resource)) + ADDED_BYTES,
  }));
  return { text, resources: entry.length, rows };
}
