import type { Tx } from '../db/tx.ts';
import { queries } from '../db/queries.ts';
import { compareLogs } from '../db/log-names.ts';
import type { CheckpointKey } from './audit-keys.ts';
import { AuditError } from './audit-error.ts';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { leafHash } from './merkle.ts';

/** Leaf 0 of a log that follows another: docs/formats/audit-log.md, "Leaf 0". */
export function beginLeafBytes(note: string): Buffer {
  return Buffer.from(`wardkeep-audit-begin/1\n${note}`);
}

export function beginLeafHash(note: string): Buffer {
  return leafHash(beginLeafBytes(note));
}

/** How many leaves of a log are not events. */
export function leavesBefore(beginsWith: string | null): 0 | 1 {
  return beginsWith === null ? 0 : 1;
}

/** Which log a note is about, by what it says itself: not to be believed before it is opened. */
export function logOfNote(note: string, key: CheckpointKey): string {
  const [origin = ''] = note.split('\n', 1);
  return origin.startsWith(`${key.name}/`) ? origin.slice(key.name.length + 1) : '';
}

export interface NamedCheckpoint extends Checkpoint {
  readonly log: string;
  readonly note: string;
}

/** @throws {@link AuditError} `bad_checkpoint` unless it is a checkpoint of one of this deployment's logs. */
export function openAnyCheckpoint(note: string, key: CheckpointKey): NamedCheckpoint {
  const log = logOfNote(note, key);
  return { ...openCheckpoint(note, key, log), log, note };
}

/** As {@link openAnyCheckpoint}; undefined for what is none, or of another log than the one asked for. */
export function genuineNote(
  note: string,
  key: CheckpointKey,
  log: string,
): NamedCheckpoint | undefined {
  try {
    return { ...openCheckpoint(note, key, log), log, note };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return undefined;
  }
}

/**
 * Whether this log can begin with this note: signed, of a log before it, and, as far as the database has that log, one of
 * its checkpoints. A log that a restore began always follows another.
 */
export async function beginsRightly(
  tx: Tx,
  key: CheckpointKey,
  { log, beginsWith }: { readonly log: string; readonly beginsWith: string | null },
): Promise<boolean> {
  if (beginsWith === null) return !log.includes('-');
  const before = genuineNote(beginsWith, key, logOfNote(beginsWith, key));
  if (before === undefined || compareLogs(before.log, log) >= 0) return false;
  const stored = await queries(tx)
    .selectFrom('audit_checkpoint')
    .select('note')
    .where('log', '=', before.log)
    .where('size', '=', before.size)
    .executeTakeFirst();
  if (stored !== undefined)
    return genuineNote(stored.note, key, before.log)?.root.equals(before.root) ?? true;
  const head = await queries(tx)
    .selectFrom('audit_head')
    .select('size')
    .where('log', '=', before.log)
    .executeTakeFirst();
  // Past the head: the log before was put back to an earlier time, which is why this one was begun.
  return head === undefined || head.size < before.size;
}
