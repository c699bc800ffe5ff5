import type { Action } from '@wardkeep/contract';
import { AuditError } from '../audit/index.ts';
import { DatabaseError } from '../db/database-error.ts';
import type { Tx } from '../db/tx.ts';
import type { Caller } from './credential.ts';
import type { SeenSession } from './facts-store.ts';
import type { Gate } from './gate.ts';
import { identify } from './admission.ts';
import { keysAway, keysAwayIn } from './keys-away.ts';
import { recordEvent } from './record-event.ts';
import { Refusal } from './refusal.ts';
import type { UntrustedRequest } from './request.ts';

/** What was learnt about a request before it failed. */
export interface Attempt {
  caller: Caller | undefined;
  personId: string | null;
  /** Its event has been committed, with what had to be done about it. */
  isRecorded?: true;
  /** What else is to be done about a refusal, in the transaction that records it. */
  whenRefused?: (tx: Tx, caller: Caller, said: Refusal) => Promise<void>;
}

/**
 * Runs the request; when it fails, records the attempt by itself, since the request's own transaction has
 * been rolled back with everything in it. `refused` when somebody said no, `failed` when something broke.
 */
export async function auditedRefusal<T>(
  gate: Gate,
  action: Action,
  request: UntrustedRequest,
  run: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const attempt: Attempt = { caller: undefined, personId: null };
  try {
    return await run(attempt);
  } catch (error) {
    const said = asRefusal(error);
    // A server that is too busy to look must not have to write about it.
    if (attempt.isRecorded !== true && !said.isOverload)
      await recordFailure(gate, request, { ...attempt, action }, said);
    throw said;
  }
}

async function recordFailure(
  gate: Gate,
  request: UntrustedRequest,
  attempt: Attempt & { readonly action: Action },
  said: Refusal,
): Promise<void> {
  const { action, whenRefused } = attempt;
  const outcome = said.status >= 500 ? 'failed' : 'refused';
  const personId = said.about ?? attempt.personId;
  try {
    const { caller, seen } = await whoTried(gate, request, attempt);
    const about = { request, action, outcome, caller, personId } as const;
    const happening = { ...about, relationship: null, reason: said.reason };
    if (outcome === 'failed') await gate.lane.append({ happenings: [happening], seen });
    else if (whenRefused === undefined) await gate.lane.refused(happening);
    else
      await gate.db.transaction(async (tx) => {
        await recordEvent(gate, tx, happening);
        await whenRefused(tx, caller, said);
      });
  } catch (cause) {
    if (cause instanceof Refusal && cause.isOverload) throw cause;
    if (keysAwayIn(cause)) throw keysAway(new AggregateError([said, cause]));
    // Not even the refusal could be recorded: say less than it would have said.
    throw unavailable(new AggregateError([said, cause], 'The attempt could not be recorded.'));
  }
}

/** What failed before it was known who asked is theirs all the same. */
async function whoTried(
  gate: Gate,
  request: UntrustedRequest,
  { caller }: Attempt,
): Promise<{ readonly caller: Caller; readonly seen: readonly SeenSession[] }> {
  const seen: SeenSession[] = [];
  if (caller !== undefined) return { caller, seen };
  if (request.credential.kind === 'none') return { caller: { kind: 'nobody' }, seen };
  const identified = await gate.db.transaction(
    (tx) => identify(gate, tx, request, (each) => void seen.push(each)),
    { readOnly: true },
  );
  return { caller: identified, seen };
}

/** What is said of whatever went wrong. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (keysAwayIn(error)) return keysAway(error);
  if (isOutcomeUnknown(error)) return outcomeUnknown(error);
  if (wroteWhileReading(error)) return broken(error);
  if (error instanceof DatabaseError || error instanceof AuditError) return unavailable(error);
  if (isOutOfSpace(error)) return unavailable(error);
  return broken(error);
}

/** A route that says that it only reads: PostgreSQL refused what it wrote (25006). A fault of ours, not of the moment. */
function wroteWhileReading(error: unknown): boolean {
  return error instanceof DatabaseError && error.sqlState === '25006';
}

/** Of the disk of the blobs: it may have space again, and then the same request works. */
function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOSPC' || error.code === 'EDQUOT';
}

function broken(cause: unknown): Refusal {
  return new Refusal('internal', 'Something went wrong here. Nothing was changed.', { cause });
}

/** The database went away while it was committing: what was asked for has happened, or has not. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === 'commit_unknown';
}

function outcomeUnknown(cause: unknown): Refusal {
  return new Refusal(
    'unavailable',
    'The database went away at the last moment. This was done whole or not at all: look before you try again.',
    { cause },
  );
}

function unavailable(cause: unknown): Refusal {
  return new Refusal(
    'unavailable',
    'Wardkeep can’t do this now. Nothing was changed; try again in a moment.',
    { cause },
  );
}
