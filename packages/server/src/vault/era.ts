import type { Database } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';
import { isSigned } from './era-checkpoint.ts';
import {
  lockEraForChange,
  lockEraForUse,
  readHeadCheckpoints,
  readReach,
  writeEra,
} from './era-store.ts';
import { compareAudit, type EraFile } from './key-store-files.ts';
import type { KeyStore } from './key-store.ts';
import type { ServiceKeys } from './service-keys.ts';
import { newestSigned, signerFiles } from './signer-files.ts';
import { VaultError } from './vault-error.ts';

type Parts = { readonly db: Database; readonly keyStore: KeyStore };
/** With the service's keys, since what the database says of its audit log must be signed. */
type AuditedParts = Parts & { readonly service: ServiceKeys };

/** How far the key store has seen the database go, and how far the database says it is. */
export interface RestoreSigns {
  readonly eraExpected: number;
  readonly eraFound: number;
  readonly auditSizeExpected: number;
  readonly auditSizeFound: number;
}

/**
 * Changes the states of epochs, one process at a time over all nodes, and begins a new era: whoever inserts a key
 * afterwards reads the key store first. `change` is not to wait for anything: sign-ups wait for it.
 * @throws VaultError `keys_unavailable` in a database that was put back and not settled yet; `key_store_damaged` when
 * the database is so far ahead that the key store is not the one that it ran with.
 */
export async function changeEpochs<T>(
  { db, keyStore }: Parts,
  change: (tx: Tx) => T | Promise<T>,
): Promise<T> {
  const { result, era } = await db.transaction(async (tx) => {
    const found = await lockEraForChange(tx);
    if (found < (keyStore.era()?.era ?? 0)) throw putBack();
    const result = await change(tx);
    return { result, era: await raiseEra(tx, keyStore, found) };
  });
  // After the commit: were it before, a crash in between would look like a restored database.
  const { auditLog, auditSize } = keyStore.era() ?? NO_AUDIT;
  keyStore.putEra({ format: 'wardkeep-era', version: 1, era, auditLog, auditSize });
  return result;
}

/**
 * Says that the database is where it should be, however far back that is: from here on its own audit log is what a
 * later restore is told by. @throws VaultError `key_store_damaged` as `changeEpochs`
 */
export async function beginEra({ db, keyStore, service }: AuditedParts): Promise<void> {
  const { era, audit } = await db.transaction(async (tx) => {
    const found = await lockEraForChange(tx);
    return { era: await raiseEra(tx, keyStore, found), audit: await readAudit(tx, service) };
  });
  keyStore.putEra({ format: 'wardkeep-era', version: 1, era, ...audit });
}

/** As `changeEpochs`, for what is no new era: nothing that is open closes by it. */
export function holdingEpochs<T>(db: Database, change: (tx: Tx) => T | Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await lockEraForChange(tx);
    return change(tx);
  });
}

/** Undefined unless the database is behind what the key store has seen: then it was restored, or put back. */
export async function signsOfRestore({
  db,
  keyStore,
  service,
}: AuditedParts): Promise<RestoreSigns | undefined> {
  const expected = keyStore.era();
  if (expected === undefined) return undefined;
  // Before the database is: a pass in between only makes it longer.
  const signed = newestSigned(
    signerFiles(keyStore.directories),
    service.pair('audit-checkpoint').publicKey,
  );
  const { era, audit, reach } = await db.transaction(async (tx) => ({
    era: await lockEraForUse(tx),
    audit: await readAudit(tx, service),
    reach: signed && (await readReach(tx, signed.log)),
  }));
  const isShort = signed !== undefined && reach !== undefined && reach < signed.size;
  if (era >= expected.era && compareAudit(audit, expected) >= 0 && !isShort) return undefined;
  return {
    eraExpected: expected.era,
    eraFound: era,
    auditSizeExpected: isShort ? signed.size : expected.auditSize,
    auditSizeFound: isShort ? reach : audit.auditSize,
  };
}

/** Remembers outside the database how far its audit log is. Call it now and then. */
export async function rememberAuditSize({ db, keyStore, service }: AuditedParts): Promise<void> {
  const era = keyStore.era()?.era ?? 0;
  const audit = await db.transaction((tx) => readAudit(tx, service), { readOnly: true });
  keyStore.putEra({ format: 'wardkeep-era', version: 1, era, ...audit });
}

type Audit = Pick<EraFile, 'auditLog' | 'auditSize'>;
const NO_AUDIT: Audit = { auditLog: null, auditSize: 0 };

// An era is an unlock or a step of a rotation, a few a day: a key store that lags by months is not this database's.
const FARTHEST_AHEAD = 1_000;
// Without an era.json nothing says how far it should be; whatever is beyond this can't have been counted up to.
const LARGEST_ERA = 2 ** 48;

async function raiseEra(tx: Tx, keyStore: KeyStore, found: number): Promise<number> {
  const known = keyStore.era()?.era;
  if (found > (known === undefined ? LARGEST_ERA : known + FARTHEST_AHEAD))
    throw tooFarAhead(found, known);
  const era = Math.max(found, known ?? 0) + 1;
  await writeEra(tx, era);
  return era;
}

/** Of the newest log whose head is signed; rows that nobody signed neither count nor hide those that count. */
async function readAudit(tx: Tx, service: ServiceKeys): Promise<Audit> {
  const { publicKey } = service.pair('audit-checkpoint');
  const newest = (await readHeadCheckpoints(tx)).find((row) => isSigned(row, publicKey));
  return newest === undefined ? NO_AUDIT : { auditLog: newest.log, auditSize: newest.size };
}

function putBack(): VaultError {
  return new VaultError(
    'keys_unavailable',
    'The database was put back while this server ran. It is settled when the keys are opened again.',
  );
}

function tooFarAhead(found: number, known = 0): VaultError {
  return new VaultError(
    'key_store_damaged',
    `deployment.era of the database is ${found}, and era.json of the key store ${known}: the key store is an old copy, ` +
      'or the row was changed by hand. Put the newest copy of the key store back, or the row.',
  );
}
