import { consistencyProof, verifyConsistency } from '../../audit/merkle-proofs.ts';
import { AuditError, type CheckpointKey } from '../../audit/index.ts';
import { beginLeafHash, logOfNote } from '../../audit/begin-leaf.ts';
import { openCheckpoint, type Checkpoint } from '../../audit/checkpoint.ts';
import { storedSubtrees } from '../../audit/tile-rows.ts';
import type { Tx } from '../../db/tx.ts';
import type { HeldNote } from './escrow-sink.ts';
import {
  hadGrownBeyond,
  newestOfEachLog,
  readBeginnings,
  type Beginning,
  type Verdict,
} from './escrow-store.ts';

/** One place's checkpoint of one log beside ours. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Of the checkpoint that was held; null where there was none that could be read. */
  readonly size: number | null;
}

/** A place that holds nothing newer after so long does not keep up. */
const BEHIND_MS = 60 * 60_000;

/** The checkpoint, once its signature is checked; undefined for what this installation did not sign. */
export function openHeld(
  { size, note }: HeldNote,
  log: string,
  key: CheckpointKey,
): Checkpoint | undefined {
  const checkpoint = opened(note, log, key);
  // Under another name than its own it was put there by somebody else.
  return checkpoint?.size === size ? checkpoint : undefined;
}

/** A note that somebody brings; its log and size are what it says itself. @returns undefined for what is no checkpoint of ours. */
export async function judgeNote(
  tx: Tx,
  { note, now }: { readonly note: string; readonly now: Date },
  key: CheckpointKey,
): Promise<(Judgement & { readonly log: string }) | undefined> {
  const log = logOfNote(note, key);
  const checkpoint = opened(note, log, key);
  if (checkpoint === undefined) return undefined;
  const held = { size: checkpoint.size, note };
  return { log, ...(await judgeCheckpoint(tx, { log, held, now }, key)) };
}

/**
 * Whether our log grew from what a place holds: the held checkpoint's leaves must be the first leaves of our tree.
 * `forked`: they are not, so that somebody rewrote the log, or put an older database back unseen.
 */
export async function judgeCheckpoint(
  tx: Tx,
  { log, held, now }: { readonly log: string; readonly held: HeldNote; readonly now: Date },
  key: CheckpointKey,
): Promise<Judgement> {
  const checkpoint = openHeld(held, log, key);
  if (checkpoint === undefined) return { verdict: 'unreadable', size: null };
  const { size } = checkpoint;
  const ours = await ourNewest(tx, log, key);
  if (ours === undefined || ours.size < size) {
    const isTold = await isBegunAnew(tx, { log, checkpoint }, key);
    return { verdict: isTold ? 'consistent' : 'forked', size };
  }
  if (!(await extendsHeld(tx, { log, held: checkpoint, ours }))) return { verdict: 'forked', size };
  const before = new Date(now.getTime() - BEHIND_MS);
  const isBehind = await hadGrownBeyond(tx, { log, size }, before);
  return { verdict: isBehind ? 'behind' : 'consistent', size };
}

/** Undefined for a log that the database knows nothing of, or has only a row of that nobody signed. */
async function ourNewest(tx: Tx, log: string, key: CheckpointKey): Promise<Checkpoint | undefined> {
  const newest = (await newestOfEachLog(tx)).find((each) => each.log === log);
  return newest === undefined ? undefined : opened(newest.note, log, key);
}

async function extendsHeld(
  tx: Tx,
  {
    log,
    held,
    ours,
  }: { readonly log: string; readonly held: Checkpoint; readonly ours: Checkpoint },
): Promise<boolean> {
  if (held.size === 0) return true;
  try {
    const [oldSize, newSize] = [held.size, ours.size];
    const proof = await consistencyProof(oldSize, newSize, storedSubtrees(tx, log));
    return verifyConsistency({ oldSize, newSize, oldRoot: held.root, newRoot: ours.root, proof });
  } catch (error) {
    if (error instanceof AuditError && error.code === 'log_damaged') return false;
    throw error;
  }
}

/**
 * After a restore the log of before ends where the database was put back, and the next one begins with the last checkpoint
 * that was known of it: then the gap is told of for ever, and nothing is hidden.
 */
async function isBegunAnew(
  tx: Tx,
  { log, checkpoint }: { readonly log: string; readonly checkpoint: Checkpoint },
  key: CheckpointKey,
): Promise<boolean> {
  const beginnings = (await readBeginnings(tx)).flatMap((begun) =>
    isSignedBeginning(begun, key) ? (opened(begun.beginsWith, log, key) ?? []) : [],
  );
  return beginnings.some(({ size, root }) =>
    size === checkpoint.size ? root.equals(checkpoint.root) : size > checkpoint.size,
  );
}

/** Whoever only writes to the database can say that a log was begun anew, and not sign it. */
function isSignedBeginning({ log, beginsWith, note }: Beginning, key: CheckpointKey): boolean {
  return opened(note, log, key)?.root.equals(beginLeafHash(beginsWith)) === true;
}

function opened(note: string, log: string, key: CheckpointKey): Checkpoint | undefined {
  try {
    return openCheckpoint(note, key, log);
  } catch (error) {
    if (error instanceof AuditError && error.code === 'bad_checkpoint') return undefined;
    throw error;
  }
}
