import { compareLogs } from '../../db/log-names.ts';
import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { EscrowError, escrowCodeOf } from './escrow-error.ts';
import type { CheckpointItem, EscrowItem, EscrowSink, HeldNote } from './escrow-sink.ts';
import { countBrought } from './escrow-count-store.ts';
import {
  claimEscrow,
  newestOfEachLog,
  noteFailed,
  noteKept,
  noteQueued,
  readEscrow,
  type EscrowRow,
} from './escrow-store.ts';
import { ownRestrictions } from './escrowed-restrictions.ts';
import { judgeCheckpoint, openHeld } from './judge.ts';

/** What this process knows a place to hold, by log, and of the restriction list under `restrictions`. */
export type KnownToHold = Map<string, HeldNote>;

/** Longer than a place is waited for. */
const CLAIM_MS = 60_000;
/** What is on its way is looked at again after so long, should nobody say what became of it. */
const QUEUED_MS = 10 * 60_000;
const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 5 * 60_000;

/**
 * Brings one place what is newer than what it holds, where it is this server's turn. A place that can be read is brought
 * nothing before its newest checkpoint was found to be one that our log grew from: else whoever rewrites the log would
 * have the proof of it buried under newer ones.
 * @returns the code of what went wrong.
 */
export async function deliver(
  gate: Gate,
  sink: EscrowSink,
  known: KnownToHold,
): Promise<string | undefined> {
  const codes: (string | undefined)[] = [];
  for (const kind of sink.kinds) codes.push(await deliverKind(gate, { sink, kind }, known));
  return codes.find((code) => code !== undefined);
}

interface Turn {
  readonly sink: EscrowSink;
  readonly kind: EscrowItem['kind'];
}

async function deliverKind(
  gate: Gate,
  { sink, kind }: Turn,
  known: KnownToHold,
): Promise<string | undefined> {
  const place = { sink: sink.sink, kind };
  const items = await gate.db.transaction((tx) => newer(gate, tx, { sink, kind }, known));
  if (items.length === 0) return undefined;
  const now = gate.now();
  const until = new Date(now.getTime() + CLAIM_MS);
  const failures = await gate.db.transaction((tx) => claimEscrow(tx, place, { now, until }));
  if (failures === undefined) return undefined;
  try {
    for (const item of items) await bring(gate, { sink, item, known });
    return undefined;
  } catch (error) {
    const code = escrowCodeOf(error);
    const failedAt = gate.now();
    const next = new Date(failedAt.getTime() + retryAfterMs(failures));
    await gate.db.transaction((tx) => noteFailed(tx, place, { code, now: failedAt, next }));
    if (code === 'failed') gate.log.error({ err: error, ...place }, 'escrow failed');
    return code;
  }
}

async function newer(
  gate: Gate,
  tx: Tx,
  { sink, kind }: Turn,
  known: KnownToHold,
): Promise<readonly EscrowItem[]> {
  if (kind === 'restrictions') {
    const list = await ownRestrictions(gate, tx, known.get('restrictions')?.size ?? -1);
    return list === undefined ? [] : [list];
  }
  const newest = await newestOfEachLog(tx);
  // What can't be read back is not brought twice because this process is a new one.
  const row = sink.reader === undefined ? await rowOf(tx, sink) : undefined;
  return newest.filter((item) => item.size > (known.get(item.log)?.size ?? sizeIn(row, item)));
}

async function rowOf(tx: Tx, { sink }: EscrowSink): Promise<EscrowRow | undefined> {
  const rows = await readEscrow(tx);
  return rows.find((row) => row.sink === sink && row.kind === 'checkpoint');
}

function sizeIn(row: EscrowRow | undefined, { log, size }: CheckpointItem): number {
  if (row?.log == null || row.size === null) return -1;
  const order = compareLogs(log, row.log);
  if (order === 0) return row.size;
  // A log of before the one that was brought last was brought before.
  return order < 0 ? size : -1;
}

async function bring(
  gate: Gate,
  {
    sink,
    item,
    known,
  }: { readonly sink: EscrowSink; readonly item: EscrowItem; readonly known: KnownToHold },
): Promise<void> {
  if (item.kind === 'checkpoint') {
    // A row that SQL alone wrote would stay there for ever.
    if (openHeld(item, item.log, gate.checkpointKey) === undefined)
      throw new EscrowError('unreadable');
    await refuseFork(gate, { sink, item, known });
  }
  const place = { sink: sink.sink, kind: item.kind };
  const outcome = await sink.keep(item);
  const now = gate.now();
  const log = item.kind === 'checkpoint' ? item.log : null;
  known.set(log ?? 'restrictions', item);
  const next = new Date(now.getTime() + (outcome === 'queued' ? QUEUED_MS : sink.everyMs));
  await gate.db.transaction(async (tx) => {
    if (outcome === 'queued') return noteQueued(tx, place, next);
    if (log !== null && sink.reader !== undefined)
      await countBrought(tx, { sink: sink.sink, place: sink.place, log }, item.size);
    return noteKept(tx, place, { log, size: item.size, now, next });
  });
}

/** @throws EscrowError `forked`, `unreadable` */
async function refuseFork(
  gate: Gate,
  {
    sink,
    item,
    known,
  }: { readonly sink: EscrowSink; readonly item: CheckpointItem; readonly known: KnownToHold },
): Promise<void> {
  const { log } = item;
  const held = known.get(log) ?? (await sink.reader?.newestCheckpoint(log));
  if (held === undefined) return;
  const { verdict } = await gate.db.transaction(
    (tx) => judgeCheckpoint(tx, { log, held, now: gate.now() }, gate.checkpointKey),
    { readOnly: true },
  );
  if (verdict === 'forked' || verdict === 'unreadable') throw new EscrowError(verdict);
}

function retryAfterMs(failures: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 10), LONGEST_RETRY_MS);
}
