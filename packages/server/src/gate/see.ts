import type { JsonTest, Sealed } from '@wardkeep/crypto';
import type { Sensitivity } from '@wardkeep/contract';
import type { StoredJson } from '../db/schema.ts';
import { directoryPlace, recordName } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import type { Gate } from './gate.ts';
import { readReferred, readReferredEntries, type ReferredEntry } from './referred-store.ts';
import { isTombstone } from './tombstone-rules.ts';
import type { View } from './views/view.ts';
import { referredIds, sensitivitiesOf } from './views/sensitivity.ts';

export interface SealedRecord {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
}

export interface SeenRecord {
  /** As it is stored; what the caller sees may call it otherwise. */
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly resource: StoredJson;
}

interface Looking {
  readonly tx: Tx;
  readonly gate: Pick<Gate, 'sealing'>;
  readonly vault: PersonVault;
  readonly view: View;
}

/**
 * Opens what the view covers and shows what it shows of it; the rest is left out, as if it were not there.
 * @param isWanted - Of what is stored. It leaves out some that are not looked for; who sees something else than what is
 * stored gets them all.
 */
export async function see(
  looking: Looking,
  records: readonly SealedRecord[],
  isWanted?: JsonTest,
): Promise<readonly SeenRecord[]> {
  const { view, vault } = looking;
  if (view.kind === 'full' && isWanted !== undefined) return seeWanted(vault, records, isWanted);
  const opened = records
    .filter(({ type }) => view.mayRead(type))
    .map(({ type, id, version, sealed }) => {
      const resource = vault.open(recordName({ type, id, version }), sealed);
      return { type, id, version, resource };
    });
  const allowed = await withoutSensitive(looking, opened);
  return allowed.flatMap((each) => {
    const resource = view.show(each.resource);
    return resource === undefined ? [] : [{ ...each, resource }];
  });
}

/** By who sees everything as it is stored. */
function seeWanted(
  vault: PersonVault,
  records: readonly SealedRecord[],
  isWanted: JsonTest,
): readonly SeenRecord[] {
  return records.flatMap(({ type, id, version, sealed }) => {
    const resource = vault.openWanted(recordName({ type, id, version }), sealed, isWanted);
    return resource === undefined ? [] : [{ type, id, version, resource }];
  });
}

/**
 * A result of an encounter that is sensitive is as sensitive: what a record refers to counts like itself, also where it is in
 * an organisation's directory.
 */
async function withoutSensitive(
  { tx, gate, vault, view }: Looking,
  opened: readonly SeenRecord[],
): Promise<readonly SeenRecord[]> {
  const { maySee } = view;
  if (maySee === 'all') return opened;
  const said = new Map<string, ReadonlySet<Sensitivity>>();
  for (const { id, resource } of opened) said.set(id, sensitivitiesOf(resource));
  const referred = new Map(opened.map(({ id, resource }) => [id, referredIds(resource)]));
  const others = [...referred.values()].flat().filter((id) => !said.has(id));
  for (const row of await readReferred(tx, vault.personId, [...new Set(others)]))
    said.set(row.id, sensitivitiesOf(vault.open(recordName(row), row.sealed)));
  const elsewhere = await readReferredEntries(tx, [...new Set(others)]);
  for (const [id, resource] of lastSaid(gate, elsewhere)) said.set(id, sensitivitiesOf(resource));
  const saidBy = (ids: readonly string[]): ReadonlySet<Sensitivity> =>
    new Set(ids.flatMap((id) => [...(said.get(id) ?? [])]));
  return opened.filter(({ id, type }) => maySee(type, saidBy([id, ...(referred.get(id) ?? [])])));
}

/** By id; of what was deleted, what it said before: the record that refers to it says it still. */
function lastSaid(
  { sealing }: Looking['gate'],
  entries: readonly ReferredEntry[],
): ReadonlyMap<string, StoredJson> {
  const said = new Map<string, StoredJson>();
  for (const entry of entries) {
    if (said.has(entry.id)) continue;
    const resource = sealing.open(directoryPlace(entry), entry.sealed);
    if (!isTombstone(resource)) said.set(entry.id, resource);
  }
  return said;
}
