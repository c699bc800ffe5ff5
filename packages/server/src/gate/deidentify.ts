import type { StoredJson } from '../db/schema.ts';
import { recordName } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import type { Caller } from './credential.ts';
import type { Gate } from './gate.ts';
import { exportPurpose, pseudonymText, pseudonymsOf } from './pseudonyms.ts';
import { Refusal } from './refusal.ts';
import { see, type SealedRecord, type SeenRecord } from './see.ts';
import { identifiersLeft, type IdentifierLeft } from './views/identifiers-left.ts';
import { safeHarbor, type SafeHarborOptions } from './views/safe-harbor.ts';
import type { View } from './views/view.ts';

export type ExportOptions = Pick<SafeHarborOptions, 'dates' | 'withFreeText'>;

export interface Deidentified {
  readonly resources: readonly StoredJson[];
  /** Which records of the chart they were. */
  readonly taken: readonly SeenRecord[];
}

interface Exporting {
  readonly tx: Tx;
  readonly vault: PersonVault;
  readonly view: View;
  readonly caller: Caller;
}

/** By this the two persons who are asked whose it is find whose it is. */
const PSEUDONYM_SYSTEM = 'urn:wardkeep:pseudonym';

/**
 * The one place where a whole chart is open for somebody who does not see it: it has to be, to know what would tell whose
 * it is. Only what was made of it, and found clean, is handed on.
 */
export async function deidentify(
  gate: Pick<Gate, 'hashes' | 'now' | 'sealing'>,
  { tx, vault, view, caller }: Exporting,
  chart: readonly SealedRecord[],
  options: ExportOptions,
): Promise<Deidentified> {
  // A scope without a person is a link's, and no rule of an export lets one in.
  if (caller.kind !== 'person') throw new TypeError('An export is for somebody.');
  const { hashes, now } = gate;
  const whole: View = { ...view, show: (resource) => resource };
  const within = await see({ tx, gate, vault, view: whole }, chart);
  const full = chart.map((record) => vault.open(recordName(record), record.sealed));
  const purpose = exportPurpose(caller.personId);
  const pseudonyms = pseudonymsOf(hashes, purpose, vault.personId);
  const taken = new Map(within.map((record) => [pseudonyms.idOf(record.id), record]));
  const resources = safeHarbor(full, { ...options, pseudonyms, now: now() })
    .filter(({ id }) => typeof id === 'string' && taken.has(id))
    .toSorted(byId);
  refuseIdentifiers(identifiersLeft(full, resources));
  const value = pseudonymText(hashes, purpose, vault.personId);
  return {
    resources: resources.map((resource) => withPseudonym(resource, value)),
    taken: resources.flatMap(({ id }) => taken.get(String(id)) ?? []),
  };
}

/** By pseudonym, which says nothing: not in the order in which they were written. */
function byId(a: StoredJson, b: StoredJson): number {
  return String(a['id']) < String(b['id']) ? -1 : 1;
}

/** Made of no fact about the person (45 CFR 164.514(c)), so the check has nothing to look for in it. */
function withPseudonym(resource: StoredJson, value: string): StoredJson {
  if (resource.resourceType !== 'Patient') return resource;
  return { ...resource, identifier: [{ system: PSEUDONYM_SYSTEM, value }] };
}

function refuseIdentifiers(left: readonly IdentifierLeft[]): void {
  if (left.length === 0) return;
  throw new Refusal(
    'identifier_left',
    'Something in the records could tell whose they are. Nothing was exported; try it without free text, or tell your administrator.',
    { errors: left.slice(0, 20).map(({ path, kind }) => ({ path, message: `holds a ${kind}` })) },
  );
}
