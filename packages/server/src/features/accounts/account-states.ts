import type { Tx } from '../../db/tx.ts';

/**
 * How a change of state went. `unchanged`: it was so already. `last-administrator`: nobody would be left who could lift it.
 * `altered`: the account's row was altered behind the server's back. Whatever is not `done` has changed nothing.
 */
export type StateOutcome = 'done' | 'unchanged' | 'nobody' | 'altered' | 'last-administrator';

/**
 * Who may sign in at all. operations/ knows how: what shuts somebody out is on the list that a restore does again. Each
 * step is in the caller's transaction, ends every session of the person and queues their notice.
 */
export interface AccountStates {
  suspend(tx: Tx, personId: string): Promise<StateOutcome>;
  /** Lifts a suspension, or a deactivation. */
  resume(tx: Tx, personId: string): Promise<StateOutcome>;
  /** By its owner. */
  deactivate(tx: Tx, personId: string): Promise<StateOutcome>;
  /** Once a step is committed: the signed list in every copy of the key store. */
  publish(): Promise<void>;
}
