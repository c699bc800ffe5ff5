import { compareLogs } from '../db/log-names.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditKeys, CheckpointKey } from './audit-keys.ts';
import { logKey } from './checkpoint.ts';
import { leafBytes } from './leaf.ts';
import { consistencyProof, inclusionProof } from './merkle-proofs.ts';
import { verifierKey } from './signed-note.ts';
import { storedSubtrees } from './tile-rows.ts';

/** A log as anybody may know it. */
export interface SignedLog {
  readonly log: string;
  readonly size: number;
  /** The newest signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
  /** C2SP verifier key: name, key id, key. */
  readonly verifierKey: string;
  /** The signed note in leaf 0; null for the first log. */
  readonly beginsWith: string | null;
}

/** That one event is in its log. */
export interface EventProof {
  readonly log: string;
  /** C2SP tlog-proof, with the leaf as its `extra`. */
  readonly proof: string;
  readonly verifierKey: string;
}

/** Every log that has a checkpoint, the newest first. */
export async function signedLogs(tx: Tx, key: CheckpointKey): Promise<readonly SignedLog[]> {
  const rows = await queries(tx)
    .selectFrom('audit_head as head')
    .innerJoinLateral(
      (db) =>
        db
          .selectFrom('audit_checkpoint as each')
          .select(['each.size', 'each.note'])
          .whereRef('each.log', '=', 'head.log')
          .orderBy('each.size', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .leftJoin('audit_log', 'audit_log.log', 'head.log')
    .select(['head.log', 'newest.size', 'newest.note', 'audit_log.begins_with'])
    .execute();
  return rows
    .map(({ log, size, note, begins_with: beginsWith }) => {
      return {
        log,
        size,
        checkpoint: note,
        verifierKey: verifierKey(logKey(key, log)),
        beginsWith,
      };
    })
    .toSorted((one, other) => compareLogs(other.log, one.log));
}

/**
 * RFC 6962 §2.1.2 between two sizes of a log. Undefined unless 1 ≤ from ≤ to ≤ its signed size.
 * @throws AuditError `log_damaged` where a tile is missing.
 */
export async function proveConsistency(
  tx: Tx,
  log: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Buffer[] | undefined> {
  const newest = await newestOf(tx, log);
  if (newest === undefined || from < 1 || from > to || to > newest.size) return undefined;
  return consistencyProof(from, to, storedSubtrees(tx, log));
}

/**
 * Undefined until the event has its leaf, and for one that is not about this person: nobody learns which.
 * @throws AuditError `log_damaged` where a tile is missing.
 */
export async function proveEvent(
  tx: Tx,
  keys: Pick<AuditKeys, 'subjectIndex' | 'checkpointKey'>,
  { personId, eventId }: { readonly personId: string; readonly eventId: string },
): Promise<EventProof | undefined> {
  const event = await queries(tx)
    .selectFrom('audit_event')
    .innerJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
    .select(['audit_leaf.log', 'leaf_index', 'occurred_ms', 'event_type', 'outcome', 'commitment'])
    .where('audit_event.event_id', '=', eventId)
    .where('subject_index', '=', keys.subjectIndex(personId))
    .executeTakeFirst();
  if (event === undefined) return undefined;
  const { log, leaf_index: index, occurred_ms: occurredAtMs, event_type: action } = event;
  const newest = await newestOf(tx, log);
  if (newest === undefined || newest.size <= index) return undefined;
  const { outcome, commitment } = event;
  const leaf = leafBytes({ eventId, occurredAtMs, action, outcome, commitment });
  const hashes = await inclusionProof(index, newest.size, storedSubtrees(tx, log));
  return {
    log,
    proof: tlogProof({ leaf, index, hashes, note: newest.note }),
    verifierKey: verifierKey(logKey(keys.checkpointKey, log)),
  };
}

/** C2SP tlog-proof. Nothing vouches for the `extra` but the proof itself: it hashes to the leaf. */
export function tlogProof(proof: {
  readonly leaf: Buffer;
  readonly index: number;
  readonly hashes: readonly Buffer[];
  readonly note: string;
}): string {
  const head = ['c2sp.org/tlog-proof@v1', `extra ${proof.leaf.toString('base64')}`];
  const hashes = proof.hashes.map((hash) => hash.toString('base64'));
  return `${[...head, `index ${proof.index}`, ...hashes].join('\n')}\n\n${proof.note}`;
}

async function newestOf(
  tx: Tx,
  log: string,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  return queries(tx)
    .selectFrom('audit_checkpoint')
    .select(['size', 'note'])
    .where('log', '=', log)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
}
