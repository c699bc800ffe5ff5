import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { isOver, type RecoveryRow } from './recovery-rules.ts';
import { lockRecovery, putRecovery } from './recovery-store.ts';

/** What a plain request and a scope both have. */
export interface RecoveryEnd {
  readonly now: Date;
  readonly gate: Pick<AccountTools, 'hashes' | 'mail'>;
}

/**
 * Nothing is opened by it any more, and its person is told. For a refusal, a cancellation, and a sign-in that showed the
 * second factor after all.
 * @param isMeant - Which one; any that is open unless said.
 * @returns false when there was none.
 */
export async function endRecovery(
  { now, gate }: RecoveryEnd,
  tx: Tx,
  personId: string,
  isMeant: (recovery: RecoveryRow) => boolean = () => true,
): Promise<boolean> {
  const recovery = await lockRecovery(gate.hashes, tx, personId);
  if (recovery === undefined || isOver(recovery, now) || !isMeant(recovery)) return false;
  await putRecovery(gate.hashes, tx, { ...recovery, endedAt: now });
  await gate.mail.queue(tx, { to: { personId }, template: 'recovery-ended', values: {} });
  return true;
}
