import type { Tx } from '../db/tx.ts';
import { compareLogs, placeOfLog } from '../db/log-names.ts';
import { AuditError } from './audit-error.ts';
import type { CheckpointKey } from './audit-keys.ts';
import { genuineNote, type NamedCheckpoint } from './begin-leaf.ts';
import { consistencyProof, verifyConsistency } from './merkle-proofs.ts';
import { storedSubtrees } from './tile-rows.ts';

/**
 * What the signer knows without the database: the newest tree that it signed of each log. It signs nothing that is not
 * grown from that, so that no database, however it came to be as it is, makes it say two things about one log.
 *
 * A pass goes in three steps, and may be killed between any two:
 *
 *  1. Which events come next, and in which order, is committed to the database (`audit_head.next_batch`).
 *  2. With the head locked: the tree with exactly these is computed, held against this memory, signed, and the note
 *     written here, durably. Nobody but this memory has the note yet.
 *  3. The same transaction numbers the events, stores tiles and note, and commits.
 *
 * It can't fork: a note that anybody else can read was here before. It can't stick: killed between 2 and 3, the batch is
 * still fixed, and done again it makes the same tree, which is the only larger one that is then signed. Without step 1 a
 * second try could take other events, and what is written here would contradict it.
 *
 * Several servers each have their own memory, or share one: it is written under the head's lock. One that is behind the
 * database demands that what it remembers is in the database's tree, and catches up.
 */
export interface SignerMemory {
  /** Every log that there is a note of. */
  logs(): readonly string[];
  /** The notes of one log, from each place that has one. None for a log that was never signed here. */
  read(log: string): readonly string[];
  /** Returns once it is on disk; throws if it is nowhere. */
  write(log: string, note: string): void;
}

/** The newest checkpoint of a log that is kept outside; undefined when none is, or when it can't be read now. */
export type Witness = (log: string) => Promise<string | undefined>;

/** Forgets everything with the process. For tests and benches. */
export function memoryInProcess(): SignerMemory {
  const notes = new Map<string, string>();
  return {
    logs: () => [...notes.keys()],
    read: (log) => [notes.get(log) ?? []].flat(),
    write: (log, note) => void notes.set(log, note),
  };
}

/**
 * Every note of a log that is known, newest last.
 * @throws {@link AuditError} `log_damaged` if there are notes and none is one that the key signed for this log: what was
 * signed is then not known.
 */
export function rememberedNotes(
  memory: SignerMemory,
  key: CheckpointKey,
  log: string,
): NamedCheckpoint[] {
  const notes = memory.read(log);
  const genuine = notes.flatMap((note) => genuineNote(note, key, log) ?? []);
  if (notes.length > 0 && genuine.length === 0) {
    throw new AuditError('log_damaged', `log ${log}: what was signed last can't be read`);
  }
  return genuine.toSorted((a, b) => a.size - b.size);
}

/** The newest log of a year, or of any year before `before`, that this memory has. */
export function newestRemembered(
  memory: SignerMemory,
  wanted: (place: { readonly year: number }) => boolean,
): string | undefined {
  const logs = memory.logs().filter((log) => {
    const place = placeOfLog(log);
    return place !== undefined && wanted(place);
  });
  return logs.toSorted(compareLogs).at(-1);
}

interface Tree {
  readonly size: number;
  readonly root: Buffer;
}

/**
 * @param trees - `stored`: the tree in the database, as last signed. `next`: the one to be signed, the only larger one.
 * @throws {@link AuditError} `log_rewound` if `known` is ahead of the database, `log_damaged` if it is not part of it.
 */
export async function requireGrownFrom(
  tx: Tx,
  known: NamedCheckpoint,
  trees: { readonly stored: Tree; readonly next?: Tree },
): Promise<void> {
  const { log, size } = known;
  const { stored, next } = trees;
  if (size > stored.size) {
    if (size === next?.size && known.root.equals(next.root)) return;
    throw new AuditError(
      'log_rewound',
      `log ${log} has ${stored.size} leaves, and ${size} were signed: an older database was put back`,
    );
  }
  if (await isPartOf(tx, known, stored)) return;
  throw new AuditError(
    'log_damaged',
    `log ${log}: the tree of ${size} leaves is not the signed one`,
  );
}

/** RFC 6962 §2.1.2, with hashes from the stored tiles. Of equal size: the same root. */
export async function isPartOf(tx: Tx, known: NamedCheckpoint, stored: Tree): Promise<boolean> {
  if (known.size > stored.size) return false;
  if (known.size === stored.size) return known.root.equals(stored.root);
  if (known.size === 0) return true;
  return verifyConsistency({
    oldSize: known.size,
    newSize: stored.size,
    oldRoot: known.root,
    newRoot: stored.root,
    proof: await consistencyProof(known.size, stored.size, storedSubtrees(tx, known.log)),
  });
}
