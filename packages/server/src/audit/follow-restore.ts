import { compareLogs, logNameOf, placeOfLog } from '../db/log-names.ts';
import type { Tx } from '../db/tx.ts';
import { queries } from '../db/queries.ts';
import type { AuditKeys, CheckpointKey } from './audit-keys.ts';
import { AuditError } from './audit-error.ts';
import { beginLeafHash, genuineNote, type NamedCheckpoint } from './begin-leaf.ts';
import { signCheckpoint } from './checkpoint.ts';
import { beginLog, listLogs, type LogRow } from './logs.ts';
import { isPartOf, type SignerMemory, type Witness } from './signer-memory.ts';
import { readEdge, writeTiles } from './tile-rows.ts';
import { growTree, rootOfEdge } from './tiles.ts';

type SigningKeys = Pick<AuditKeys, 'checkpointKey' | 'signCheckpoint'>;

/** The newest that is known of a log, from the signer's memory or from outside. */
export type KnownLogs = readonly KnownLog[];

interface KnownLog extends NamedCheckpoint {
  /** Else only the signer's memory has it, and may be one pass ahead of what was committed. */
  readonly isOutside: boolean;
}

export interface BegunLog {
  readonly log: string;
  /** What is its leaf 0: the last that is known of the log before. */
  readonly follows: { readonly log: string; readonly size: number };
}

export interface KnownParts {
  readonly key: CheckpointKey;
  readonly memory: SignerMemory;
  readonly witnessed?: Witness | undefined;
}

/**
 * What was signed, as far as it is known without the database: of each log that the memory, the database or a place
 * outside has. Reads files and asks outside, so not in a transaction.
 * @param logs - Of the database.
 */
export async function readKnownLogs(
  { key, memory, witnessed }: KnownParts,
  logs: readonly Pick<LogRow, 'log'>[],
  nowMs: number,
): Promise<KnownLogs> {
  const asked = new Set([...memory.logs(), ...logs.map(({ log }) => log)]);
  asked.add(logNameOf({ year: new Date(nowMs).getUTCFullYear(), epoch: 1 }));
  const known: KnownLog[] = [];
  // A set that grows while it is walked: a log that is known may have been followed by one that is known outside alone.
  for (const log of asked) {
    const place = placeOfLog(log);
    if (place === undefined) continue;
    const open = (notes: readonly string[], isOutside: boolean): KnownLog[] =>
      notes.flatMap((note) => {
        const opened = genuineNote(note, key, log);
        return opened === undefined ? [] : [{ ...opened, isOutside }];
      });
    const outside = await witnessed?.(log);
    const newest = [...open(memory.read(log), false), ...open([outside ?? []].flat(), true)]
      .toSorted((a, b) => a.size - b.size)
      .at(-1);
    if (newest === undefined) continue;
    known.push(newest);
    asked.add(logNameOf({ ...place, epoch: place.epoch + 1 }));
  }
  return known.toSorted((a, b) => compareLogs(a.log, b.log));
}

/** Whether a place outside has more than this database: then it is older. */
export async function isBehindWitness(tx: Tx, known: KnownLogs): Promise<boolean> {
  const logs = await listLogs(tx);
  const outside = known.filter(({ isOutside }) => isOutside);
  return newestOfEachYear(outside).some((each) => standOf(each, logs) === 'behind');
}

/**
 * After a restore, in one transaction and before any pass: each year whose newest log is not what was signed gets a new
 * one, that begins with the last checkpoint that is known, and is signed with that leaf alone: a row that somebody else
 * wrote has no such signature, and no event goes into it. The old log stays as it is and is never signed again.
 */
export async function beginLogsAfterRestore(
  tx: Tx,
  keys: SigningKeys,
  known: KnownLogs,
  nowMs: number,
): Promise<readonly BegunLog[]> {
  const logs = await listLogs(tx);
  const begun: BegunLog[] = [];
  for (const newest of newestOfEachYear(known)) {
    if (!(await isForked(tx, newest, logs))) continue;
    const { year, epoch } = placeOfLog(newest.log) ?? { year: 0, epoch: 0 };
    const log = logNameOf({ year, epoch: epoch + 1 });
    const row = { log, year, epoch: epoch + 1, beginsWith: newest.note };
    if (!(await beginLog(tx, row, nowMs))) continue;
    await signBeginning(tx, keys, { log, beginsWith: newest.note }, nowMs);
    begun.push({ log, follows: { log: newest.log, size: newest.size } });
  }
  return begun;
}

/** Not into the memory: done again it is the same note, and the first pass remembers what grew from it. */
async function signBeginning(
  tx: Tx,
  keys: SigningKeys,
  { log, beginsWith }: { readonly log: string; readonly beginsWith: string },
  nowMs: number,
): Promise<void> {
  const { changed, edge } = growTree(0, [], [beginLeafHash(beginsWith)]);
  const note = signCheckpoint(keys, log, { size: 1, root: rootOfEdge(edge) });
  await writeTiles(tx, log, changed);
  const checkpoint = { log, size: 1, note, created_at: new Date(nowMs) };
  await queries(tx).insertInto('audit_checkpoint').values(checkpoint).execute();
  await queries(tx).insertInto('audit_head').values({ log, size: 1 }).execute();
}

function newestOfEachYear(known: KnownLogs): KnownLogs {
  const byYear = new Map(known.map((each) => [placeOfLog(each.log)?.year, each]));
  return [...byYear.values()];
}

/** `followed`: the database has a newer log of that year, so this one is not signed any more. */
function standOf(
  known: NamedCheckpoint,
  logs: readonly LogRow[],
): 'followed' | 'behind' | 'reaches' {
  const year = placeOfLog(known.log)?.year;
  const newest = logs.find((each) => each.year === year);
  if (newest === undefined || compareLogs(newest.log, known.log) < 0) return 'behind';
  if (compareLogs(newest.log, known.log) > 0) return 'followed';
  return newest.size < known.size ? 'behind' : 'reaches';
}

async function isForked(tx: Tx, known: NamedCheckpoint, logs: readonly LogRow[]): Promise<boolean> {
  const stand = standOf(known, logs);
  if (stand !== 'reaches') return stand === 'behind';
  const size = logs.find(({ log }) => log === known.log)?.size ?? 0;
  try {
    const root = rootOfEdge(await readEdge(tx, known.log, size));
    return !(await isPartOf(tx, known, { size, root }));
  } catch (error) {
    // What was put back is damaged as well: nothing can be signed on top of it.
    if (error instanceof AuditError && error.code === 'log_damaged') return true;
    throw error;
  }
}
