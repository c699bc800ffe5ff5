import { UNITS_AT_ONCE, importUnits, sendUnits } from '@wardkeep/client';
import type { ImportUnit, RecordsFile } from '@wardkeep/client';
import { type Counts, type Ledger, NONE, type PatientReport, createLedger } from './ledger.ts';

export interface BringingState {
  /** `stopped`: by somebody, or by an error that is not one patient's; it can be gone on with. */
  readonly phase: 'idle' | 'reading' | 'sending' | 'stopping' | 'stopped' | 'done';
  /** Of NDJSON, while it is read. */
  readonly linesRead: number;
  readonly counts: Counts;
  readonly error: unknown;
}

export type Send = (unit: ImportUnit) => Promise<PatientReport>;

/** One import of many patients, from the files to the report. */
export interface Bringing {
  readonly start: (files: readonly RecordsFile[], send: Send) => Promise<void>;
  /** With whoever was not answered for yet. */
  readonly goOn: () => Promise<void>;
  /** What is on its way arrives; nothing else is sent. */
  readonly stop: () => void;
  readonly reset: () => void;
  readonly lines: () => ReturnType<Ledger['lines']>;
  /** For `useSyncExternalStore`. */
  readonly state: () => BringingState;
  readonly subscribe: (heard: () => void) => () => void;
}

const IDLE: BringingState = { phase: 'idle', linesRead: 0, counts: NONE, error: null };

interface Run {
  readonly ledger: Ledger;
  readonly waiting: Set<ImportUnit>;
  readonly send: Send;
}

export function createBringing(): Bringing {
  let state = IDLE;
  let run: Run | null = null;
  const listeners = new Set<() => void>();
  const change = (to: Partial<BringingState>): void => {
    state = { ...state, ...to };
    listeners.forEach((heard) => heard());
  };
  const isStopping = (): boolean => state.phase === 'stopping';

  const goOn = async (): Promise<void> => {
    if (run === null) return;
    const { ledger, waiting } = run;
    if (!isStopping()) change({ phase: 'sending', error: null });
    try {
      await sendWaiting(run, isStopping, () => change({ counts: ledger.counts() }));
    } catch (error) {
      if (!(error instanceof Stopped)) return change({ phase: 'stopped', error });
    }
    // Stopped while the last were on their way: then there is nothing left to stop.
    change({ phase: waiting.size === 0 ? 'done' : 'stopped' });
  };
  const start = async (files: readonly RecordsFile[], send: Send): Promise<void> => {
    change({ ...IDLE, phase: 'reading' });
    try {
      const found = await importUnits(files, (linesRead) => change({ linesRead }));
      run = { ledger: createLedger(found), waiting: new Set(found.units), send };
    } catch (error) {
      // A file that was moved or changed since it was chosen.
      return change({ phase: 'idle', error });
    }
    change({ counts: run.ledger.counts() });
    await goOn();
  };
  return {
    start,
    goOn,
    stop: () => {
      if (state.phase === 'reading' || state.phase === 'sending') change({ phase: 'stopping' });
    },
    reset: () => {
      run = null;
      change(IDLE);
    },
    lines: () => run?.ledger.lines() ?? [],
    state: () => state,
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}

async function sendWaiting(
  { ledger, waiting, send }: Run,
  isStopping: () => boolean,
  onCounted: () => void,
): Promise<void> {
  await sendUnits([...waiting], {
    atOnce: UNITS_AT_ONCE,
    send: async (unit) => {
      if (isStopping()) throw new Stopped();
      return send(unit);
    },
    onSent: (sent) => {
      waiting.delete(sent.unit);
      ledger.take(sent);
      onCounted();
    },
  });
}
