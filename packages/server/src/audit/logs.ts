import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { compareLogs, logNameOf } from '../db/log-names.ts';
import { AuditError } from './audit-error.ts';
import type { CheckpointKey } from './audit-keys.ts';
import { openAnyCheckpoint, type NamedCheckpoint } from './begin-leaf.ts';
import { newestRemembered, rememberedNotes, type SignerMemory } from './signer-memory.ts';

/** One log as the database has it. */
export interface LogRow {
  readonly log: string;
  readonly year: number;
  readonly epoch: number;
  /** Leaf 0; null for a log that begins with an event. */
  readonly beginsWith: string | null;
  /** Leaves; 0 before the first pass. */
  readonly size: number;
  /** The signed note of that size; null before the first pass. */
  readonly note: string | null;
}

/** Every log there is, newest first. */
export async function listLogs(tx: Tx): Promise<LogRow[]> {
  return queries(tx)
    .selectFrom('audit_log as l')
    .leftJoin('audit_head as h', 'h.log', 'l.log')
    .leftJoin('audit_checkpoint as c', (join) =>
      join.onRef('c.log', '=', 'h.log').onRef('c.size', '=', 'h.size'),
    )
    .select((eb) => [
      'l.log',
      'l.year',
      'l.epoch',
      'l.begins_with as beginsWith',
      eb.fn.coalesce('h.size', eb.lit(0)).as('size'),
      'c.note',
    ])
    .orderBy('l.year', 'desc')
    .orderBy('l.epoch', 'desc')
    .execute();
}

/** The log that events of this year go into: the newest one. */
export async function newestLogOf(
  tx: Tx,
  year: number,
): Promise<{ log: string; beginsWith: string | null } | undefined> {
  return queries(tx)
    .selectFrom('audit_log')
    .select(['log', 'begins_with as beginsWith'])
    .where('year', '=', year)
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * The log of this year, begun now if there is none. It begins with the last checkpoint of the log before, if there is one.
 * @throws {@link AuditError} `log_rewound` if the signer remembers a log of this year that the database does not have.
 */
export async function openLogOf(
  tx: Tx,
  { key, memory, nowMs }: { key: CheckpointKey; memory: SignerMemory; nowMs: number },
  year: number,
): Promise<{ log: string; beginsWith: string | null }> {
  const found = await newestLogOf(tx, year);
  const remembered = newestRemembered(memory, (place) => place.year === year);
  if (remembered !== undefined && compareLogs(remembered, found?.log ?? '') > 0) {
    throw new AuditError(
      'log_rewound',
      `log ${remembered} was signed, and is not here: an older database was put back`,
    );
  }
  if (found !== undefined) return found;
  const before = await lastBefore(tx, { key, memory }, year);
  const log = logNameOf({ year, epoch: 1 });
  await beginLog(tx, { log, year, epoch: 1, beginsWith: before?.note ?? null }, nowMs);
  // Whoever was first wins; the other has waited for its commit.
  return (await newestLogOf(tx, year)) ?? { log, beginsWith: null };
}

export async function beginLog(
  tx: Tx,
  { log, year, epoch, beginsWith }: Omit<LogRow, 'size' | 'note'>,
  nowMs: number,
): Promise<boolean> {
  const row = { log, year, epoch, opened_at: new Date(nowMs), begins_with: beginsWith };
  const { numInsertedOrUpdatedRows } = await queries(tx)
    .insertInto('audit_log')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/** Of the log before this year: what the database has last, or what was signed since. */
async function lastBefore(
  tx: Tx,
  { key, memory }: { key: CheckpointKey; memory: SignerMemory },
  year: number,
): Promise<NamedCheckpoint | undefined> {
  const stored = (await listLogs(tx)).find((each) => each.year < year && each.note !== null);
  const remembered = newestRemembered(memory, (place) => place.year < year);
  const known = [
    ...(stored?.note == null ? [] : [openAnyCheckpoint(stored.note, key)]),
    ...(remembered === undefined ? [] : rememberedNotes(memory, key, remembered)),
  ];
  return known.toSorted((a, b) => compareLogs(a.log, b.log) || a.size - b.size).at(-1);
}
