/** A figure of ours beside the limit and beside one peer, all measured in the same run. */
export type Row = {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number | null;
  /** What the machine gives to a program that does only what cannot be left out. */
  readonly limit: number | null;
  readonly peer: number | null;
  readonly peerName: string | null;
  /** Above 1 we are better, whichever way the unit counts; medians of the ratios of each round. */
  readonly ratioToLimit: number | null;
  readonly ratioToPeer: number | null;
  /** The same by CPU time, which other programs on the machine disturb less. */
  readonly cpu?: CpuFigures;
  readonly loadAverage: number;
  readonly note?: string;
};

export type CpuFigures = {
  readonly unit: 'CPU-µs/op' | 'CPU-s';
  readonly ours: number | null;
  readonly limit: number | null;
  readonly peer: number | null;
  readonly ratioToLimit: number | null;
  readonly ratioToPeer: number | null;
};

export type Unit = 'ops/s' | 'MiB/s' | 'ms' | 'µs' | 'MiB';

/** Rows that are measured together; one file of rows/ each. */
export type RowGroup = {
  /** Every name that `run` may give, so that `--only` knows whether to run the group. */
  readonly names: readonly string[];
  /** Only rows whose name `wanted` accepts need to be measured. */
  readonly run: (wanted: (name: string) => boolean, log: Log) => Promise<readonly Row[]>;
};

/** Progress, for people. */
export type Log = (line: string) => void;
