import type { Gate } from '../gate/index.ts';
import { countPersonsToRenew } from '../vault/index.ts';
import { enforceRestrictions, readUnfinishedErasures } from './erasure/index.ts';
import type { Jobs } from './jobs.ts';
import { recordDestroyed } from './key-work-rotation.ts';

const HOUR_MS = 3_600_000;

/** When the active epoch is to be replaced. */
export function nextRotationAt(gate: Gate, rotationHours: number): Date {
  return new Date(Date.parse(gate.vault.epoch.createdAt) + rotationHours * HOUR_MS);
}

/**
 * Begins what is due, and what was begun and is on no queue any more: each look goes by what is there, so nothing is
 * forgotten however a process ended.
 */
export async function housekeep(
  gate: Gate,
  parts: {
    readonly jobs: Pick<Jobs, 'start'>;
    readonly rotationHours: number;
  },
): Promise<Readonly<Record<string, unknown>>> {
  const { jobs } = parts;
  const epochs = gate.vault.epochs();
  const isUnfinished =
    epochs.some(({ state }) => state === 'retiring') ||
    epochs.filter(({ state }) => state === 'active').length > 1;
  // First: who was erased must not be there when keys are rewrapped, and who came back is erased below.
  await enforceRestrictions(gate);
  // An epoch of the future was made under a wrong clock; it would not be due for as long.
  const isDue =
    nextRotationAt(gate, parts.rotationHours) <= gate.now() ||
    Date.parse(gate.vault.epoch.createdAt) > gate.now().getTime() + HOUR_MS;
  if (isDue || isUnfinished) await jobs.start('keys.rotate', { reason: 'scheduled' });
  const toRenew = await gate.db.transaction((tx) => countPersonsToRenew(tx));
  if (toRenew > 0) await jobs.start('keys.renew', {});
  const toErase = await gate.db.transaction((tx) => readUnfinishedErasures(gate, tx));
  for (const personId of toErase) await jobs.start('persons.erase', { personId });
  const destroyed = await gate.vault.destroyDue();
  if (destroyed.length > 0) {
    await gate.db.transaction((tx) => recordDestroyed(gate, tx, destroyed));
    gate.log.info({ destroyed }, 'epochs past their time were destroyed');
  }
  return { rotationDue: isDue, toRenew, toErase: toErase.length, destroyed };
}
