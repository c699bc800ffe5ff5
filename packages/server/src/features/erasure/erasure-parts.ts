import type { ErasureCertificate } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';

/**
 * How a step went. `legal_hold`: the law forbids deleting now. `erasure_waiting`: the waiting time is not over.
 * `nothing`: nobody asked for it, or it is too late. Whatever is not `done` has changed nothing.
 */
export type ErasureOutcome = 'done' | 'legal_hold' | 'erasure_waiting' | 'nothing';

/** What the routes of erasure need of those who do the work; operations/ knows them. Each step is in the caller's transaction. */
export interface ErasureParts {
  /** Whole days between the request and the second confirmation. */
  readonly waitingDays: number;
  /** When the last backup that holds the sealed data is gone, for somebody who is erased at `erasedAt`. */
  backupsGoneBy(erasedAt: Date): Date;
  /** Begins the waiting time; asking again while one runs changes nothing. */
  request(tx: Tx, personId: string): Promise<ErasureOutcome>;
  cancel(tx: Tx, personId: string): Promise<ErasureOutcome>;
  confirm(tx: Tx, personId: string): Promise<ErasureOutcome>;
  /** Only one that this installation signed, about this person. */
  certificate(tx: Tx, personId: string): Promise<ErasureCertificate | undefined>;
  /**
   * Called once a confirmation is durable, to begin without delay. Never throws: the job looks for confirmed erasures
   * by itself, so one that was not heard of here is erased all the same.
   */
  begin(personId: string): void;
}
