import { isDeepStrictEqual } from 'node:util';
import type { Progress } from '@wardkeep/contract';
import { Refusal, outOfScope, tombstone, type ChartScope } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { recordName } from '../../db/sealed-columns.ts';
import { indexPatient } from '../person-index/index.ts';
import { isSamePatient } from './patient-rules.ts';
import { keyOf, openExisting, type Existing, type Known } from './open-existing.ts';
import {
  insertRecords,
  insertVersions,
  lockChart,
  removeRecord,
  replaceRecord,
  type StoredRecord,
} from './record-store.ts';
import { refuseTooLarge } from './resource-size.ts';

const BATCH = 250;

export interface Written {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly change: 'created' | 'updated' | 'unchanged' | 'deleted';
  /** As it is stored now; undefined for what was deleted. */
  readonly resource?: StoredJson;
}

/** A resource of what was sent, with the id that it gets here and references that say where things are now. */
export interface PlannedResource {
  readonly type: string;
  readonly id: string;
  /** Where it stands in what was sent, for what is reported about it. */
  readonly path: string;
  readonly resource: StoredJson;
}

/** A resource to be written, at an id that may be there already. */
export interface ToWrite extends PlannedResource {
  /** Made for it just now: nothing is there. */
  readonly isNew?: boolean;
  /** Gets its next version also when it is the same. */
  readonly always?: boolean;
}

/**
 * Seals and stores resources of one chart, in the scope's transaction. What is there already and the same is left
 * alone; what differs gets its next version.
 * @throws {@link Refusal} `chart_belongs_to_another` when the file's Patient is not the chart's; `validation_failed`
 * when a resource is too large; `out_of_scope` when the caller may not write one, or does not see what is there already.
 */
export async function writeRecords(
  scope: ChartScope,
  planned: readonly ToWrite[],
  onProgress: (progress: Progress) => void,
): Promise<readonly Written[]> {
  await lockChart(scope.tx, scope.personId);
  const ids = planned.flatMap(({ id, isNew }) => (isNew === true ? [] : [id]));
  return writeKnown(scope, planned, await openExisting(scope, ids), onProgress);
}

/** The same in a chart that is locked, once it is known what is there. */
export async function writeKnown(
  scope: ChartScope,
  planned: readonly ToWrite[],
  existing: Existing,
  onProgress: (progress: Progress) => void,
): Promise<readonly Written[]> {
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

/** Out of the chart; the next version in the history says so. */
export async function deleteRecord(
  scope: ChartScope,
  { type, id, version }: Pick<Known, 'type' | 'id' | 'version'>,
): Promise<Written> {
  const { tx, personId, now } = scope;
  const next = { type, id, version: version + 1 };
  const sealed = scope.vault.seal(recordName(next), tombstone(now));
  scope.wrote(next, sealed);
  await removeRecord(tx, personId, { ...next, sealed }, now);
  if (type === 'Patient') await indexPatient(tx, scope.gate.hashes, personId, []);
  return { ...next, change: 'deleted' };
}

/** What the chart is found by in an emergency, also when its Patient was there before anything was. */
async function indexPatientOf(
  { tx, gate, personId }: ChartScope,
  planned: readonly PlannedResource[],
): Promise<void> {
  const patients = planned.flatMap(({ type, resource }) => (type === 'Patient' ? [resource] : []));
  if (patients.length > 0) await indexPatient(tx, gate.hashes, personId, patients);
}

function refuseOtherPatient(planned: readonly PlannedResource[], existing: Existing): void {
  const patient = planned.find(({ type }) => type === 'Patient');
  const known = patient && existing.get(keyOf(patient));
  const stored = known?.resource;
  if (patient === undefined || stored === undefined || isSamePatient(stored, patient.resource))
    return;
  throw new Refusal(
    'chart_belongs_to_another',
    'This file is about another person than this chart: no identifier of its Patient is the chart’s. Import it into that person’s own chart.',
  );
}

async function writeBatch(
  scope: ChartScope,
  batch: readonly ToWrite[],
  existing: Existing,
): Promise<Written[]> {
  const created: StoredRecord[] = [];
  const revived: StoredRecord[] = [];
  const written: Written[] = [];
  for (const { type, id, path, resource, always } of batch) {
    const known = existing.get(keyOf({ type, id }));
    const stored = known?.resource;
    if (known !== undefined && stored !== undefined && !always && isSame(stored, resource)) {
      written.push({ type, id, version: known.version, change: 'unchanged', resource: stored });
      continue;
    }
    if (known?.state === 'current' && stored === undefined) throw outOfScope();
    const version = (known?.version ?? 0) + 1;
    const whole = wholeOf(scope, { id, version, resource });
    const sealed = scope.vault.seal(recordName({ type, id, version }), whole);
    const record: StoredRecord = { type, id, version, sealed };
    refuseTooLarge({ sealed }, path);
    scope.wrote({ type, id, version }, sealed);
    if (known === undefined) created.push(record);
    else if (known.state === 'deleted') revived.push(record);
    else await replaceRecord(scope.tx, scope.personId, record, scope.now);
    const change = known?.state === 'current' ? 'updated' : 'created';
    written.push({ type, id, version, change, resource: whole });
  }
  await insertRecords(scope.tx, scope.personId, created, scope.now);
  await insertVersions(scope.tx, scope.personId, revived, scope.now);
  return written;
}

/** With the id and the `meta` that it has here. */
export function wholeOf(
  { now }: Pick<ChartScope, 'now'>,
  sent: { readonly id: string; readonly version: number; readonly resource: StoredJson },
): StoredJson {
  const { id, version, resource } = sent;
  const meta = {
    ...metaOf(resource),
    versionId: String(version),
    lastUpdated: now.toISOString(),
  };
  return { ...resource, id, meta };
}

/** The same but for what the server itself sets. */
export function isSame(stored: StoredJson, incoming: StoredJson): boolean {
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
