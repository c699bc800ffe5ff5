import type { Role } from '@wardkeep/contract';
import { ACCESS, membershipsOf, type ChartScope, type SeenRecord } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { DIRECTORY_TYPES } from './chart-required-rules.ts';
import { openPresent, type OpenedEntry } from './directory-entries.ts';
import { readEntriesById } from './directory-store.ts';
import { keyOf } from './open-existing.ts';
import { UUID } from './owner-of-record.ts';
import { rewriteReferences } from './reference-rules.ts';

interface Which {
  readonly type: string;
  readonly id: string;
}

/** How far includes and chains go: a role, of a practitioner, of an organisation, of another. */
const STEPS_MOST = 3;

/**
 * What records of a chart refer to in the directories of the organisations that the caller works in: nobody else sees them,
 * whatever they see of the chart.
 */
export async function referredInDirectories(
  scope: ChartScope,
  chart: readonly SeenRecord[],
): Promise<readonly SeenRecord[]> {
  const known = new Set(chart.map(keyOf));
  const found: OpenedEntry[] = [];
  let asked = chart.flatMap(({ resource }) => referencesOf(resource));
  for (let step = 0; step < STEPS_MOST; step += 1) {
    const missing = asked.filter((each) => !known.has(keyOf(each)));
    const more = await inDirectories(scope, missing);
    for (const each of [...missing, ...more]) known.add(keyOf(each));
    found.push(...more);
    if (more.length === 0) break;
    asked = more.flatMap(({ resource }) => referencesOf(resource));
  }
  return found.map(({ type, id, version, resource }) => ({ type, id, version, resource }));
}

/** Those of them that are there now. */
export async function inDirectories(
  { caller, gate, tx }: Pick<ChartScope, 'caller' | 'gate' | 'tx'>,
  asked: readonly Which[],
): Promise<readonly OpenedEntry[]> {
  const ids = asked
    .filter(({ type, id }) => DIRECTORY_TYPES.has(type) && UUID.test(id))
    .map(({ id }) => id);
  const members: readonly Role[] = ACCESS['record.read'].member;
  if (ids.length === 0 || caller.kind !== 'person' || !members.includes(caller.role)) return [];
  const works = await membershipsOf(tx, gate.hashes, caller.personId);
  const organisationIds = works.map(({ organisationId }) => organisationId);
  const wanted = new Set(asked.map(keyOf));
  const rows = await readEntriesById(tx, organisationIds, [...new Set(ids)]);
  return openPresent(gate, rows).filter((entry) => wanted.has(keyOf(entry)));
}

/** `Type/id` of everything that it names on this server. */
export function referencesOf(resource: StoredJson): readonly Which[] {
  const outside: { path: string; type: string; id: string }[] = [];
  rewriteReferences(resource, '', { targets: new Map(), unresolved: [], invalid: [], outside });
  return outside;
}
