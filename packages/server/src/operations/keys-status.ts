import type { KeyReportHead, Keys } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import { countKeysByEpoch } from '../vault/index.ts';
import { readReports, type StoredReport } from './key-report-store.ts';
import { nextRotationAt } from './key-work-housekeep.ts';
import type { WorkStatus } from './jobs.ts';
import type { RunningState } from './system-parts.ts';

/** Tombstones are kept for ever; the newest ones are worth showing. */
const DESTROYED_SHOWN = 5;

/** Everything about the keys that is no secret: for the administrator's page and `wardkeep keys status`. */
export async function describeKeys(state: RunningState, gate: Gate, tx: Tx): Promise<Keys> {
  const { vault } = gate;
  const counts = new Map(
    (await countKeysByEpoch(tx)).map(({ epochId, personKeys }) => [epochId, personKeys]),
  );
  const [newest] = await readReports(tx, 1);
  const running = (await state.keyWork?.running()) ?? [];
  const shown = running.find((work) => work.state === 'running') ?? running[0];
  return {
    provider: vault.provider.name,
    reference: vault.provider.reference,
    epoch: { ...vault.epoch },
    personKeys: [...counts.values()].reduce((sum, count) => sum + count, 0),
    epochs: newestFirst(gate).map((epoch) => ({
      ...epoch,
      personKeys: counts.get(epoch.epochId) ?? 0,
    })),
    nextRotationAt: nextRotationAt(gate, state.config.rotationHours).toISOString(),
    lastReport: newest === undefined ? null : headOf(newest),
    work: shown === undefined ? null : { ...progressOf(shown), work: shown.work },
  };
}

export function headOf({ reportId, kind, createdAt }: StoredReport): KeyReportHead {
  return { reportId, kind, createdAt: createdAt.toISOString() };
}

function newestFirst({ vault }: Gate) {
  let destroyed = 0;
  return vault
    .epochs()
    .toReversed()
    .filter(({ state }) => state !== 'destroyed' || ++destroyed <= DESTROYED_SHOWN);
}

function progressOf({ progress, state }: WorkStatus) {
  return progress ?? { phase: state, done: 0, total: 0 };
}
