import type { EscrowSink as SinkName } from '@wardkeep/contract';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { replaceBrought } from './escrow-count-store.ts';
import type { EscrowSink } from './escrow-sink.ts';
import { forgetVerdicts, readEscrow } from './escrow-store.ts';
import { isUnsettled } from './escrow-states.ts';

/**
 * Somebody knows why a place holds less, or something else, than it was brought: what it holds now is what was brought. A
 * checkpoint there that the log did not grow from is found again by the next comparison.
 * @param sink - Undefined for a place that is no longer set.
 * @returns false where nothing was to be settled.
 * @throws EscrowError where the place can't be read.
 */
export async function settle(
  gate: Gate,
  {
    name,
    sink,
    reason,
  }: { readonly name: SinkName; readonly sink?: EscrowSink | undefined; readonly reason: string },
): Promise<boolean> {
  const rows = await gate.db.transaction((tx) => readEscrow(tx), { readOnly: true });
  if (!rows.some((row) => row.sink === name && isUnsettled(row))) return false;
  const held = await heldBy(sink);
  await gate.db.transaction(async (tx) => {
    await replaceBrought(tx, name, held);
    await forgetVerdicts(tx, name, gate.now());
    await recordOperationIn(gate, tx, { action: 'escrow.settle', outcome: 'success', reason });
  });
  return true;
}

async function heldBy(sink: EscrowSink | undefined) {
  const { reader } = sink ?? {};
  if (sink === undefined || reader === undefined) return [];
  const { place } = sink;
  const held: { place: string; log: string; notes: number; size: number }[] = [];
  for (const log of await reader.logs()) {
    let [notes, size] = [0, -1];
    for await (const note of reader.checkpoints(log)) [notes, size] = [notes + 1, note.size];
    held.push({ place, log, notes, size });
  }
  return held;
}
