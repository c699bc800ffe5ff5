import { z } from 'zod';
import type { BlobStore } from '../blobs/index.ts';
import { recordOperation, recordOperationIn, type Gate } from '../gate/index.ts';
import type { RenewalResult } from '../vault/index.ts';
import type { JobContext } from './jobs-run.ts';
import { keepReport, type ReportLine } from './key-report.ts';
import { rotationLines } from './key-work-rotation.ts';
import { awaitTurn } from './rotation-pace.ts';
import { markEpoch, markPerson, renewPersons } from './reseal/index.ts';
import { operatorErrorOf } from './told-error.ts';

/** Whose keys may have been seen. */
export const RevocationTarget = z.union([
  z.strictObject({ personId: z.uuid().toLowerCase() }),
  z.strictObject({ epochId: z.string().regex(/^[0-9a-f]{32}$/) }),
]);
export type RevocationTarget = z.infer<typeof RevocationTarget>;

/**
 * Marks what is to be renewed, with its event. Comes before any rotation: afterwards nobody could tell which keys the
 * epoch had wrapped.
 * @throws ResealError `unknown_person`, `unknown_epoch`
 */
export function markRevoked(gate: Gate, target: RevocationTarget): Promise<number> {
  return 'epochId' in target ? markEpoch(gate, target.epochId) : markPerson(gate, target.personId);
}

/** New keys for everything marked, everything sealed under the old ones sealed anew, and a signed report if it was ordered. */
export async function renew(
  gate: Gate,
  blobs: BlobStore,
  { payload, ...context }: JobContext,
): Promise<Readonly<Record<string, unknown>>> {
  const ordered = RevocationTarget.safeParse(payload);
  if (!ordered.success) return { ...(await renewAll(gate, blobs, context)) };
  try {
    return await renewOrdered(gate, blobs, { target: ordered.data, context });
  } catch (error) {
    const reason = operatorErrorOf(error).code;
    await recordOperation(gate, { ...deedOf(ordered.data), outcome: 'failed', reason });
    throw error;
  }
}

type Context = Omit<JobContext, 'payload'>;

async function renewOrdered(
  gate: Gate,
  blobs: BlobStore,
  { target, context }: { readonly target: RevocationTarget; readonly context: Context },
): Promise<Readonly<Record<string, unknown>>> {
  const begunAt = gate.now();
  const { signal, onProgress } = context;
  // Its successor wraps the new keys. When this is run again after a crash, the epoch is held and nothing is rotated.
  const isRotated = isInUse(gate, target);
  if (isRotated) await awaitTurn(gate, context);
  const rotation = isRotated
    ? await gate.vault.rotate({ reason: 'incident', signal, onProgress })
    : undefined;
  const result = await renewAll(gate, blobs, context);
  return gate.db.transaction(async (tx) => {
    const { reportId } = await keepReport(gate, tx, {
      kind: 'revocation',
      begunAt,
      endedAt: gate.now(),
      lines: [
        ['of', 'epochId' in target ? 'epoch' : 'person', idOf(target)],
        ...(rotation === undefined ? [] : rotationLines(rotation)),
        ...renewalLines(result),
      ],
    });
    await recordOperationIn(gate, tx, { ...deedOf(target), outcome: 'success', reason: 'ended' });
    gate.log.info({ reportId, ...result }, 'keys were revoked and renewed');
    return { reportId, ...result };
  });
}

function renewAll(
  gate: Gate,
  blobs: BlobStore,
  { signal, onProgress }: Context,
): Promise<RenewalResult> {
  return renewPersons(gate, blobs, { signal, onProgress, by: 'service' });
}

function isInUse(gate: Gate, target: RevocationTarget): boolean {
  const state = gate.vault.epochs().find(({ epochId }) => epochId === idOf(target))?.state;
  return state === 'active' || state === 'retiring';
}

function renewalLines(result: RenewalResult): readonly ReportLine[] {
  return [
    ['renewed', 'persons', result.persons],
    ['renewed', 'keys', result.newKeys],
    ['deleted', 'keys', result.deletedKeys],
    ['resealed', 'values', result.values],
    ['resealed', 'files', result.files],
    ['damaged', result.damaged],
    ['unfinished', 'keys', result.left],
  ];
}

/** Of the service: the operator's own word is the event of `markRevoked`, and a row of the queue may be forged. */
function deedOf(target: RevocationTarget) {
  const personId = 'personId' in target ? target.personId : null;
  return { action: 'keys.revoke', by: 'service', personId, touched: touchedBy(target) } as const;
}

function touchedBy(target: RevocationTarget) {
  const resources = 'epochId' in target ? [{ type: 'Epoch', id: target.epochId }] : [];
  return { resources, ciphertextHashes: [] };
}

function idOf(target: RevocationTarget): string {
  return 'epochId' in target ? target.epochId : target.personId;
}
