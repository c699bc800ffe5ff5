import { outOfScope, type ChartScope } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { recordName } from '../../db/sealed-columns.ts';
import { readOwnIds, readRecordsById, type CurrentRecord } from './record-store.ts';
import { readNewestVersions, readVersion } from './versions-store.ts';

/** What a chart holds at an id, or held before it was deleted. */
export interface Known {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** Undefined once it is deleted, and for who sees another record than the one that is stored. */
  readonly resource: StoredJson | undefined;
  readonly state: 'current' | 'deleted';
  readonly updatedAt: Date | undefined;
}

/** By `type/id`. */
export type Existing = ReadonlyMap<string, Known>;

export function keyOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type}/${id}`;
}

/**
 * What is there of these ids, in a chart that is locked.
 * @param unseen - What becomes of one that the caller does not see: `hide` says that it is not there, as reading it does;
 * `refuse` is for ids that say by themselves that something is.
 * @throws {@link Refusal} `out_of_scope` for `refuse`: it is neither shown nor overwritten, and the answer is that of
 * whatever the caller may not write.
 */
export async function openExisting(
  scope: ChartScope,
  ids: readonly string[],
  unseen: 'hide' | 'refuse' = 'refuse',
): Promise<Existing> {
  const { tx, personId } = scope;
  const rows = await readRecordsById(tx, personId, ids);
  const known = await openToCompare(scope, rows);
  if (unseen === 'refuse' && known.length < rows.length) throw outOfScope();
  const there = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !there.has(id));
  const deleted = await readDeleted(scope, missing, unseen);
  return new Map([...known, ...deleted].map((each) => [keyOf(each), each]));
}

async function readDeleted(
  scope: ChartScope,
  ids: readonly string[],
  unseen: 'hide' | 'refuse',
): Promise<readonly Known[]> {
  const { tx, personId } = scope;
  const own = await readOwnIds(tx, personId, ids);
  const newest = await readNewestVersions(tx, personId, [...own]);
  const deleted = [...newest].map(([id, { type, version }]): Known => {
    const gone = { resource: undefined, state: 'deleted', updatedAt: undefined } as const;
    return { type, id, version, ...gone };
  });
  if (unseen === 'refuse' || scope.view.kind === 'full') return deleted;
  const seen: Known[] = [];
  for (const each of deleted) {
    const { type, id } = each;
    const last = await readVersion(tx, personId, { type, id, version: each.version - 1 });
    if (last !== undefined && (await scope.compare([last])).length > 0) seen.push(each);
  }
  return seen;
}

/** What is told apart by comparing is told to the caller: so what they see, as it is stored, and nothing else. */
async function openToCompare(
  scope: ChartScope,
  rows: readonly CurrentRecord[],
): Promise<readonly Known[]> {
  const known = (row: CurrentRecord, resource: StoredJson | undefined): Known => ({
    ...row,
    resource,
    state: 'current',
  });
  switch (scope.view.kind) {
    case 'full':
      return rows.map((row) => known(row, scope.vault.open(recordName(row), row.sealed)));
    case 'granted': {
      const seen = new Map((await scope.see(rows)).map((each) => [keyOf(each), each.resource]));
      return rows.flatMap((row) => {
        const resource = seen.get(keyOf(row));
        return resource === undefined ? [] : [known(row, resource)];
      });
    }
    // Another record than the stored one can't be compared with it: whoever sees such only adds.
    default:
      return rows.map((row) => known(row, undefined));
  }
}
