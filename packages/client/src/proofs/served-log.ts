import { readCheckpoints, readConsistency, type ReplyOf } from '@wardkeep/contract';
import type { Client } from '../call-types.ts';
import { claimedOrigin, openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { isConsistent } from './merkle.ts';
import { fromBase64 } from './octets.ts';
import { ProofError } from './proof-error.ts';
import { parseVerifierKey } from './verifier-key.ts';

/** A log as the server tells of it: nothing of it is believed before it is checked. */
export type ServedLog = ReplyOf<typeof readCheckpoints>['logs'][number];

/** How the logs of one server are asked for: over HTTP, or over the operator's socket. */
export interface LogFetchers {
  checkpoints(): Promise<readonly ServedLog[]>;
  /** RFC 6962 §2.1.2, base64. */
  consistency(log: string, from: number, to: number): Promise<readonly string[]>;
}

export function logFetchers(client: Client): LogFetchers {
  return {
    checkpoints: async () => (await client.call(readCheckpoints)).logs,
    consistency: async (log, from, to) =>
      (await client.call(readConsistency, { params: { log }, query: { from, to } })).proof,
  };
}

/** @throws {@link ProofError} `bad_key`, `bad_note`: the key did not sign it, or it is of another log than it says. */
export async function openServed(
  served: Pick<ServedLog, 'log' | 'checkpoint' | 'verifierKey'>,
): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(
    served.checkpoint,
    await parseVerifierKey(served.verifierKey),
  );
  if (checkpoint.origin.endsWith(`/${served.log}`)) return checkpoint;
  throw new ProofError('bad_note', 'the checkpoint is of another log');
}

/** Asks the server to prove that the longer tree extends the shorter one, and checks the proof. */
export async function isExtension(
  fetchers: LogFetchers,
  log: string,
  [older, newer]: readonly [Pick<Checkpoint, 'size' | 'root'>, Pick<Checkpoint, 'size' | 'root'>],
): Promise<boolean> {
  const encoded =
    older.size === newer.size ? [] : await fetchers.consistency(log, older.size, newer.size);
  const proof = encoded.flatMap((hash) => fromBase64(hash) ?? []);
  if (proof.length !== encoded.length) return false;
  return isConsistent({
    oldSize: older.size,
    oldRoot: older.root,
    newSize: newer.size,
    newRoot: newer.root,
    proof,
  });
}

/** Everything before the log's own name; equal for all logs of a deployment. */
export function deploymentOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf('/') + 1);
}

/** Logs of a deployment in the order in which they were begun: `2026`, `2026-2`, `2027`. */
export function byBeginning(
  one: { readonly log: string },
  other: { readonly log: string },
): number {
  return rank(one.log) - rank(other.log);
}

export function originOf(served: ServedLog): string {
  return claimedOrigin(served.checkpoint);
}

function rank(log: string): number {
  const [year = '', epoch = '1'] = log.split('-');
  return Number(year) * 10_000 + Number(epoch);
}
