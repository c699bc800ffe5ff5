import type { EscrowSink as SinkName } from '@wardkeep/contract';

/** A signed checkpoint of one log. */
export interface CheckpointItem {
  readonly kind: 'checkpoint';
  readonly log: string;
  /** Leaves. */
  readonly size: number;
  readonly note: string;
}

/** The signed restriction list (docs/formats/restriction-list.md). */
export interface RestrictionsItem {
  readonly kind: 'restrictions';
  /** Lines. */
  readonly size: number;
  readonly note: string;
}

export type EscrowItem = CheckpointItem | RestrictionsItem;

/** What a place holds, as it came from there: nothing of it is believed before its signature is checked. */
export interface HeldNote {
  /** As its name says. */
  readonly size: number;
  readonly note: string;
}

/** One place outside that keeps what it is given. */
export interface EscrowSink {
  readonly sink: SinkName;
  /** As it was set; holds no secret. */
  readonly place: string;
  readonly kinds: readonly EscrowItem['kind'][];
  /** The least time between two checkpoints. */
  readonly everyMs: number;
  /**
   * The same again is no error. `queued`: it is on its way, and whoever brings it says what became of it.
   * @throws {@link EscrowError}
   */
  keep(item: EscrowItem): Promise<'kept' | 'queued'>;
  /** Undefined where nothing can be read back. */
  readonly reader?: EscrowReader;
}

/** Every method throws {@link EscrowError} when the place can't be read, within its deadline. */
export interface EscrowReader {
  /** Names of the logs that it holds checkpoints of. */
  logs(): Promise<readonly string[]>;
  newestCheckpoint(log: string): Promise<HeldNote | undefined>;
  newestRestrictions(): Promise<HeldNote | undefined>;
  /** How many checkpoints of a log there are, by their names; undefined where that takes long. */
  count(log: string): Promise<number | undefined>;
  /** Every one, smallest first. */
  checkpoints(log: string): AsyncIterable<HeldNote>;
  /** At most so many, from all over the log. @param random - From 0 up to 1. */
  someCheckpoints(log: string, most: number, random: () => number): AsyncIterable<HeldNote>;
}
