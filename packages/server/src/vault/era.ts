import type { Database } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';
import { lockEraForChange, lockEraForUse, readAuditSize, writeEra } from './era-store.ts';
import { compareAudit, type EraFile } from './key-store-files.ts';
import type { KeyStore } from './key-store.ts';

type Parts = { readonly db: Database; readonly keyStore: KeyStore };

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
 */
export async function changeEpochs<T>(
  { db, keyStore }: Parts,
  change: (tx: Tx) => T | Promise<T>,
): Promise<T> {
  const { result, era } = await db.transaction(async (tx) => {
    const found = await lockEraForChange(tx);
    const result = await change(tx);
    const era = Math.max(found, keyStore.era()?.era ?? 0) + 1;
    await writeEra(tx, era);
    return { result, era };
  });
  // After the commit: were it before, a crash in between would look like a restored database.
  const { auditLog, auditSize } = keyStore.era() ?? NO_AUDIT;
  keyStore.putEra({ format: 'wardkeep-era', version: 1, era, auditLog, auditSize });
  return result;
}

/** As `changeEpochs`, for what is no new era: nothing that is open closes by it. */
export function holdingEpochs<T>(db: Database, change: (tx: Tx) => T | Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await lockEraForChange(tx);
    return change(tx);
  });
}

/** Undefined unless the database is behind what the key store has seen: then it was restored, or put back. */
export async function signsOfRestore({ db, keyStore }: Parts): Promise<RestoreSigns | undefined> {
  const expected = keyStore.era();
  if (expected === undefined) return undefined;
  const { era, audit } = await db.transaction(async (tx) => ({
    era: await lockEraForUse(tx),
    audit: await readAudit(tx),
  }));
  if (era >= expected.era && compareAudit(audit, expected) >= 0) return undefined;
  return {
    eraExpected: expected.era,
    eraFound: era,
    auditSizeExpected: expected.auditSize,
    auditSizeFound: audit.auditSize,
  };
}

/** Remembers outside the database how far its audit log is. Call it now and then. */
export async function rememberAuditSize({ db, keyStore }: Parts): Promise<void> {
  const audit = await db.transaction((tx) => readAudit(tx), { readOnly: true });
  const era = keyStore.era()?.era ?? 0;
  keyStore.putEra({ format: 'wardkeep-era', version: 1, era, ...audit });
}

type Audit = Pick<EraFile, 'auditLog' | 'auditSize'>;
const NO_AUDIT: Audit = { auditLog: null, auditSize: 0 };

async function readAudit(tx: Tx): Promise<Audit> {
  const newest = await readAuditSize(tx);
  return newest === undefined ? NO_AUDIT : { auditLog: newest.log, auditSize: newest.size };
}
