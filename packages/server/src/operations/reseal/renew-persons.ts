import type { BlobStore } from '../../blobs/index.ts';
import type { Tx } from '../../db/tx.ts';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import {
  markEpochForRenewal,
  markPersonForRenewal,
  renewMarked,
  type KeyWorkOptions,
  type RenewalResult,
  type Resealed,
} from '../../vault/index.ts';
import { ResealError } from './reseal-error.ts';

export interface ResealOptions extends KeyWorkOptions {
  readonly by?: 'operator' | 'service';
  /** How long a replaced blob stays for downloads that are about to open it. */
  readonly blobGraceMs?: number;
}

const BLOB_GRACE_MS = 5_000;

/**
 * Marks every key of one person. @returns how many.
 * @throws {@link ResealError} `unknown_person` when there is none that could be renewed.
 */
export async function markPerson(gate: Gate, personId: string): Promise<number> {
  return gate.db.transaction(async (tx) => {
    const marked = await markPersonForRenewal(tx, personId);
    if (marked === 0) throw new ResealError('unknown_person');
    await recordMark(gate, tx, personId);
    return marked;
  });
}

/**
 * Marks every key that this epoch wraps now: for an epoch that was stolen, before the rotation that replaces it.
 * @returns how many. @throws {@link ResealError} `unknown_epoch`
 */
export async function markEpoch(gate: Gate, epochId: string): Promise<number> {
  if (!gate.vault.epochs().some((epoch) => epoch.epochId === epochId)) {
    throw new ResealError('unknown_epoch');
  }
  return gate.db.transaction(async (tx) => {
    const marked = await markEpochForRenewal(tx, epochId);
    await recordMark(gate, tx, null);
    return marked;
  });
}

/**
 * Renews every marked key and seals everything anew under it, while requests run. Each batch of new ciphertexts is in
 * the person's audit log with its hashes. Goes on from wherever an earlier run stopped.
 * @throws VaultError `work_unfinished`, `work_aborted`
 */
export async function renewPersons(
  gate: Gate,
  blobs: BlobStore,
  options: ResealOptions = {},
): Promise<RenewalResult> {
  const { by = 'service', blobGraceMs = BLOB_GRACE_MS, ...work } = options;
  return renewMarked(gate.vault, {
    ...work,
    blobs,
    blobGraceMs,
    record: (tx, resealed) => recordReseal(gate, tx, resealed, by),
  });
}

async function recordMark(gate: Gate, tx: Tx, personId: string | null): Promise<void> {
  const marked = { action: 'keys.revoke', outcome: 'success', reason: 'marked' } as const;
  await recordOperationIn(gate, tx, { ...marked, personId });
}

async function recordReseal(
  gate: Gate,
  tx: Tx,
  { personId, resources, ciphertextHashes }: Resealed,
  by: 'operator' | 'service',
): Promise<void> {
  const touched = { resources: [...resources], ciphertextHashes: [...ciphertextHashes] };
  const resealed = { action: 'key.reseal', outcome: 'success' } as const;
  await recordOperationIn(gate, tx, { ...resealed, by, personId, touched });
}
