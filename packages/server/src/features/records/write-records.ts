import { isDeepStrictEqual } from 'node:util';
import type { Progress } from '@wardkeep/contract';
import { Refusal, outOfScope, type ChartScope, type SeenRecord } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { recordName } from '../../db/sealed-columns.ts';
import { indexPatient } from '../person-index/index.ts';
import type { PlannedResource } from './bundle-rules.ts';
import { isSamePatient } from './patient-rules.ts';
import {
  insertRecords,
  lockChart,
  readRecordsById,
  replaceRecord,
  type StoredRecord,
} from './record-store.ts';

const BATCH = 250;

/** 1 MiB of resource; the rest is for ids, references and `meta` as they are here, and for the seal. */
const SEALED_BYTES_MOST = (1024 + 64) * 1024;

export interface Written {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly change: 'created' | 'updated' | 'unchanged';
}

/**
 * Seals and stores resources of one chart, in the scope's transaction. What is there already and the same is left
 * alone; what differs gets its next version.
 * @throws {@link Refusal} `chart_belongs_to_another` when the file's Patient is not the chart's; `validation_failed`
 * when a resource is too large; `out_of_scope` when the caller may not write one, or does not see what is there already.
 */
export async function writeRecords(
  scope: ChartScope,
  planned: readonly PlannedResource[],
  onProgress: (progress: Progress) => void,
): Promise<readonly Written[]> {
  await lockChart(scope.tx, scope.personId);
  const existing = await openExisting(scope, planned);
  refuseOtherPatient(planned, existing);
  const written: Written[] = [];
  for (let from = 0; from < planned.length; from += BATCH) {
    const batch = planned.slice(from, from + BATCH);
    written.push(...(await writeBatch(scope, batch, existing)));
    onProgress({
      phase: 'sealing',
      done: Math.min(from + BATCH, planned.length),
      total: planned.length,
    });
  }
  await indexPatientOf(scope, planned);
  return written;
}

/** What the chart is found by in an emergency, also when its Patient was there before anything was. */
async function indexPatientOf(
  { tx, gate, personId }: ChartScope,
  planned: readonly PlannedResource[],
): Promise<void> {
  const patients = planned.flatMap(({ type, resource }) => (type === 'Patient' ? [resource] : []));
  if (patients.length > 0) await indexPatient(tx, gate.hashes, personId, patients);
}

/** By `type/id`. */
type Existing = ReadonlyMap<string, { readonly version: number; readonly resource: StoredJson }>;

async function openExisting(
  scope: ChartScope,
  planned: readonly PlannedResource[],
): Promise<Existing> {
  const rows = await readRecordsById(
    scope.tx,
    scope.personId,
    planned.map(({ id }) => id),
  );
  const known = await openToCompare(scope, rows);
  // Neither shown nor overwritten: the answer is that of whatever the caller may not write.
  if (known.length < rows.length) throw outOfScope();
  return new Map(known.map((each) => [keyOf(each), each]));
}

/** What is told apart by comparing is told to the caller: so what they see, as it is stored, and nothing else. */
async function openToCompare(
  scope: ChartScope,
  rows: readonly StoredRecord[],
): Promise<readonly SeenRecord[]> {
  switch (scope.view.kind) {
    case 'full':
      return rows.map((row) => ({
        ...row,
        resource: scope.vault.open(recordName(row), row.sealed),
      }));
    case 'granted':
      return scope.see(rows);
    // Another record than the stored one can't be compared with it: whoever sees such only adds.
    default:
      return [];
  }
}

function keyOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type}/${id}`;
}

function refuseOtherPatient(planned: readonly PlannedResource[], existing: Existing): void {
  const patient = planned.find(({ type }) => type === 'Patient');
  const known = patient && existing.get(keyOf(patient));
  if (
    patient === undefined ||
    known === undefined ||
    isSamePatient(known.resource, patient.resource)
  )
    return;
  throw new Refusal(
    'chart_belongs_to_another',
    'This file is about another person than this chart: no identifier of its Patient is the chart’s. Import it into that person’s own chart.',
  );
}

async function writeBatch(
  scope: ChartScope,
  batch: readonly PlannedResource[],
  existing: Existing,
): Promise<Written[]> {
  const created: StoredRecord[] = [];
  const written: Written[] = [];
  for (const { type, id, path, resource } of batch) {
    const known = existing.get(keyOf({ type, id }));
    if (known !== undefined && isSame(known.resource, resource)) {
      written.push({ type, id, version: known.version, change: 'unchanged' });
      continue;
    }
    const record = sealRecord(scope, { type, id, version: (known?.version ?? 0) + 1, resource });
    refuseTooLarge(record, path);
    scope.wrote({ type, id, version: record.version }, record.sealed);
    if (known === undefined) created.push(record);
    else await replaceRecord(scope.tx, scope.personId, record, scope.now);
    written.push({
      type,
      id,
      version: record.version,
      change: known === undefined ? 'created' : 'updated',
    });
  }
  await insertRecords(scope.tx, scope.personId, created, scope.now);
  return written;
}

function sealRecord(
  scope: ChartScope,
  planned: {
    readonly type: string;
    readonly id: string;
    readonly version: number;
    readonly resource: StoredJson;
  },
): StoredRecord {
  const { type, id, version, resource } = planned;
  const meta = {
    ...metaOf(resource),
    versionId: String(version),
    lastUpdated: scope.now.toISOString(),
  };
  return {
    type,
    id,
    version,
    sealed: scope.vault.seal(recordName(planned), { ...resource, id, meta }),
  };
}

function refuseTooLarge({ sealed }: StoredRecord, path: string): void {
  if (sealed.byteLength <= SEALED_BYTES_MOST) return;
  throw new Refusal('validation_failed', 'A resource is too large. Nothing was stored.', {
    errors: [
      {
        path: `${path}.resource`,
        message: 'must be at most 1 MiB: attach large content as a document',
      },
    ],
  });
}

/** The same but for what the server itself sets. */
function isSame(stored: StoredJson, incoming: StoredJson): boolean {
  return isDeepStrictEqual(withoutServerMembers(stored), withoutServerMembers(incoming));
}

function withoutServerMembers(resource: StoredJson): unknown {
  const { id: _id, ...rest } = resource;
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...meta } = metaOf(resource);
  return { ...rest, meta };
}

function metaOf(resource: StoredJson): Readonly<Record<string, unknown>> {
  const { meta } = resource;
  // What is not an object is dropped: FHIR's meta always is one.
  return typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? { ...meta } : {};
}
