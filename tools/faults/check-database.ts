import { createPublicKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyLog } from '../../packages/server/src/audit/index.ts';
import type { Database } from '../../packages/server/src/db/database.ts';
import { run, withDatabase } from '../../packages/server/src/testing/embedded.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { checkTallies } from './check-log.ts';
import type { Importer } from './importer.ts';
import { mustBeThere } from './ledger.ts';
import type { Visitor } from './visitor.ts';

export interface DatabaseFaults {
  readonly halfWritten: string[];
  readonly unaudited: string[];
  readonly auditLog: string[];
  /** Blobs that a document needs. */
  readonly blobIds: readonly string[];
  readonly auditSize: number;
  readonly mergedEvents: number;
}

const PENDING_MS = 20_000;

/** The tables themselves, as the role that owns them: no row without its partners, an event for each write, an audit log that verifies. */
export function checkDatabase(
  { settings }: ClusterAccess,
  importers: readonly Importer[],
  visitors: readonly Visitor[],
): Promise<DatabaseFaults> {
  return withDatabase(settings, async (db) => {
    const auditLog = await auditFaults(db);
    const tallies = await checkTallies(db, visitors);
    const blobs = await run(db, `select blob_id from document where state = 'stored'`);
    return {
      halfWritten: [...(await orphanRows(db)), ...(await rowCounts(db, importers))],
      unaudited: [...(await eventCounts(db, importers)), ...tallies.unaudited],
      mergedEvents: tallies.merged,
      auditLog: auditLog.faults,
      auditSize: auditLog.size,
      blobIds: blobs.map((row) => String(row['blob_id'])),
    };
  });
}

/** Each current row has its history and its owner, and none of those is alone. */
async function orphanRows(db: Database): Promise<string[]> {
  const same = (a: string, b: string) =>
    `${a}.owner_id = ${b}.owner_id and ${a}.resource_id = ${b}.resource_id`;
  const queries = {
    'current rows without their version in the history': `select count(*) as n from resource_current c where not exists
      (select from resource_history h where ${same('h', 'c')} and h.resource_type = c.resource_type and h.version = c.version)`,
    'current rows without owner': `select count(*) as n from resource_current c where not exists
      (select from resource_owner o where ${same('o', 'c')})`,
    'owners of nothing': `select count(*) as n from resource_owner o where not exists
      (select from resource_current c where ${same('c', 'o')})`,
    'histories of nothing': `select count(*) as n from resource_history h where not exists
      (select from resource_current c where ${same('c', 'h')})`,
    'documents half stored': `select count(*) as n from document
      where (state = 'stored') <> (blob_id is not null and wrapped_key is not null)`,
  };
  const faults: string[] = [];
  for (const [what, query] of Object.entries(queries)) {
    const count = numberIn(await run(db, query));
    if (count > 0) faults.push(`${count} ${what}`);
  }
  return faults;
}

/** As many rows as the ledger's Bundles have entries: also what no page of the server would list. */
async function rowCounts(db: Database, importers: readonly Importer[]): Promise<string[]> {
  const rows = await countsByPerson(
    db,
    `select owner_id as person, count(*) as n from resource_current group by 1`,
  );
  return importers.flatMap(({ name, personId, ledger }) => {
    const expected = ledger.bundles
      .filter(mustBeThere)
      .reduce((sum, { bundle }) => sum + bundle.entry.length, 0);
    const count = rows.get(personId) ?? 0;
    return count === expected ? [] : [`${name}: ${count} rows for ${expected} resources`];
  });
}

/** Exactly one event for each write that happened. */
async function eventCounts(db: Database, importers: readonly Importer[]): Promise<string[]> {
  const successes = (action: string) =>
    countsByPerson(
      db,
      `select detail_owner as person, count(*) as n from audit_event
        where event_type = '${action}' and outcome = 'success' group by 1`,
    );
  const imports = await successes('record.import');
  const uploads = await successes('document.upload');
  const creations = await successes('document.create');
  const documents = await countsByPerson(
    db,
    `select owner_id as person, count(*) as n from document group by 1`,
  );
  return importers.flatMap(({ name, personId, ledger }) => {
    const count = (
      what: string,
      counts: ReadonlyMap<string, number>,
      expected: number,
    ): string[] => {
      const events = counts.get(personId) ?? 0;
      return events === expected ? [] : [`${name}: ${events} events for ${expected} ${what}`];
    };
    return [
      ...count('imports', imports, ledger.bundles.filter(mustBeThere).length),
      ...count('uploads', uploads, ledger.documents.filter(mustBeThere).length),
      ...count('documents', creations, documents.get(personId) ?? 0),
    ];
  });
}

/** Waits until nothing waits for its leaf, then recomputes each year's log. */
async function auditFaults(db: Database): Promise<{ faults: string[]; size: number }> {
  const faults: string[] = [];
  const deadline = performance.now() + PENDING_MS;
  let pending = await countPending(db);
  for (; pending > 0 && performance.now() < deadline; pending = await countPending(db))
    await sleep(50);
  if (pending > 0) faults.push(`${pending} events still wait for their leaf`);
  const checkpointKey = await checkpointKeyOf(db);
  let size = 0;
  const logs = await run(db, 'select log from audit_head order by log');
  if (logs.length === 0) faults.push('there is no audit log');
  for (const { log } of logs) {
    const verdict = await verifyLog({ db, checkpointKey, log: String(log) });
    if (!verdict.ok) faults.push(`log ${String(log)}: ${verdict.why} at ${verdict.at}`);
    else size += verdict.size;
  }
  return { faults, size };
}

/** The public half lies in the open; its last 32 bytes are the key itself (RFC 8410 §4). */
async function checkpointKeyOf(db: Database): Promise<{ name: string; publicKey: Uint8Array }> {
  const [row = {}] = await run(
    db,
    `select installation_id, public_key from deployment, service_key where name = 'audit-checkpoint'
      order by version desc limit 1`,
  );
  const { installation_id: installation, public_key: key } = row;
  if (!Buffer.isBuffer(key)) throw new TypeError('there is no checkpoint key');
  const spki = createPublicKey({ key, format: 'der', type: 'spki' });
  const publicKey = spki.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name: `wardkeep-${String(installation)}/audit`, publicKey };
}

async function countPending(db: Database): Promise<number> {
  return numberIn(await run(db, 'select count(*) as n from audit_pending'));
}

async function countsByPerson(db: Database, query: string): Promise<Map<string, number>> {
  const rows = await run(db, query);
  return new Map(rows.map((row) => [String(row['person']), Number(row['n'])]));
}

function numberIn([row]: readonly Record<string, unknown>[]): number {
  return Number(row?.['n']);
}
