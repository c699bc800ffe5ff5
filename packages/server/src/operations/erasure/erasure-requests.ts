import type { Tx } from '../../db/tx.ts';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { ErasureError } from './erasure-error.ts';
import {
  insertRequest,
  lockPerson,
  markErasure,
  readErasure,
  readErasures,
  type ErasureRow,
} from './erasure-store.ts';
import { isHeld } from './legal-hold.ts';

/**
 * Asks for an erasure. It begins the waiting time; asking again while one waits changes nothing.
 * @throws {@link ErasureError} `unknown_person`, `legal_hold`, `erasure_begun`
 */
export async function requestErasure(
  gate: Gate,
  tx: Tx,
  request: {
    readonly personId: string;
    readonly by: 'self' | 'operator';
    readonly waitingDays: number;
  },
): Promise<ErasureRow> {
  const { personId, by, waitingDays } = request;
  await refuseImpossible(gate, tx, personId);
  const waiting = await readErasure(gate, tx, personId);
  if (waiting !== undefined && waiting.cancelled_at === null) return waiting;
  const now = gate.now();
  return insertRequest(gate, tx, {
    person_id: personId,
    requested_by: by,
    requested_at: now,
    not_before: new Date(now.getTime() + waitingDays * DAY_MS),
  });
}

/**
 * The second confirmation; from then on the erasure begins by itself.
 * @throws {@link ErasureError} `unknown_person`, `legal_hold`, `erasure_begun`, `not_confirmed` when nobody asked,
 * `erasure_waiting`
 */
export async function confirmErasure(gate: Gate, tx: Tx, personId: string): Promise<void> {
  await refuseImpossible(gate, tx, personId);
  const row = await readErasure(gate, tx, personId);
  if (row === undefined || row.cancelled_at !== null) throw new ErasureError('not_confirmed');
  if (row.confirmed_at !== null) return;
  if (row.not_before > gate.now()) throw new ErasureError('erasure_waiting');
  await markErasure(gate, tx, row, { confirmed_at: gate.now() });
}

/**
 * Keeps the data. Possible until the erasure begins, its confirmation included.
 * @returns false when nothing was asked for. @throws {@link ErasureError} `erasure_begun`
 */
export async function cancelErasure(gate: Gate, tx: Tx, personId: string): Promise<boolean> {
  await lockPerson(tx, personId);
  const row = await readErasure(gate, tx, personId);
  if (row === undefined || row.cancelled_at !== null) return false;
  if (row.begun_at !== null) throw new ErasureError('erasure_begun');
  await markErasure(gate, tx, row, { cancelled_at: gate.now(), confirmed_at: null });
  return true;
}

const LISTED = 500;
const DAY_MS = 24 * 3600_000;

/** The newest 500. */
export async function listErasures(gate: Gate, tx: Tx): Promise<readonly ErasureRow[]> {
  return readErasures(gate, tx, LISTED);
}

/** The operator's own: asked for and confirmed at once, with its event. */
export async function orderErasure(gate: Gate, personId: string): Promise<void> {
  await gate.db.transaction(async (tx) => {
    const row = await requestErasure(gate, tx, { personId, by: 'operator', waitingDays: 0 });
    // One that the person asked for keeps its own waiting time only for the person.
    await markErasure(gate, tx, row, { confirmed_at: row.confirmed_at ?? gate.now() });
    const ordered = { action: 'person.erase', outcome: 'success', reason: 'ordered' } as const;
    await recordOperationIn(gate, tx, { ...ordered, personId });
  });
}

async function refuseImpossible(gate: Gate, tx: Tx, personId: string): Promise<void> {
  const isThere = await lockPerson(tx, personId);
  if ((await readErasure(gate, tx, personId))?.begun_at != null)
    throw new ErasureError('erasure_begun');
  if (!isThere) throw new ErasureError('unknown_person');
  if (await isHeld(gate, tx, personId)) throw new ErasureError('legal_hold');
}
