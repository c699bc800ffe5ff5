import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type { AuditKeys } from './audit-keys.ts';
import { genuineNote, type NamedCheckpoint } from './begin-leaf.ts';
import { fixBatch, oldestPendingYear, passLimit, sequenceBatch } from './sequence-pass.ts';
import type { SignerMemory, Witness } from './signer-memory.ts';

export interface SequencerOptions {
  readonly db: Database;
  readonly keys: AuditKeys;
  readonly log: Pick<Log, 'error'>;
  /** What was signed, outside the database. */
  readonly memory: SignerMemory;
  /** Asked once for each log, before anything is added to it. */
  readonly witnessed?: Witness | undefined;
  /** Pause between passes; 200 unless said. After failures it doubles up to 5 s. */
  readonly everyMs?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Sequencer {
  /** Resolves when the running pass has ended. Events are accepted all the same and wait. */
  stop(): Promise<void>;
  /** Sequences what waits now. @returns how many events got their leaf. Throws what a pass throws. */
  passNow(): Promise<number>;
  /**
   * How long ago this server last saw nothing waiting: an upper bound for how long any event has waited, also while the
   * database can't be asked. 0 to a few hundred in health; DESIGN §5 alerts at 10,000.
   */
  lagMs(): number;
}

const defaultEveryMs = 200;
const slowestMs = 5_000;

/** Safe with several servers at once: each pass locks its log's head. A pass that fails changes nothing and is retried. */
export function startSequencer(options: SequencerOptions): Sequencer {
  const everyMs = options.everyMs ?? defaultEveryMs;
  let clearSinceMs = options.now();
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failures = 0;
  const askWitness = witnessOnce(options);

  const passNow = (): Promise<number> => {
    const pass = running.then(async () => {
      const startedAtMs = options.now();
      const sequenced = await drain(options, askWitness);
      clearSinceMs = startedAtMs;
      return sequenced;
    });
    // The next pass follows this one however it ends; its error goes to whoever asked for it.
    running = pass.catch(() => undefined);
    return pass;
  };

  const tick = (): void => {
    passNow()
      .then(
        () => (failures = 0),
        (error: unknown) => {
          failures += 1;
          // Name and code only: a database's error may quote a row.
          options.log.error(nameOf(error), 'audit sequencer: a pass failed, events wait');
        },
      )
      .then(schedule, schedule);
  };
  const schedule = (): void => {
    const pauseMs = Math.min(everyMs * 2 ** failures, Math.max(everyMs, slowestMs));
    if (!stopped) timer = setTimeout(tick, pauseMs);
  };

  schedule();
  return {
    passNow,
    lagMs: () => Math.max(0, options.now() - clearSinceMs),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Pass by pass until one was not full and the oldest event is of no other year. */
async function drain(options: SequencerOptions, askWitness: AskWitness): Promise<number> {
  const { db, keys, memory, now } = options;
  let total = 0;
  let done: { year: number; taken: number } | undefined;
  for (;;) {
    const year = await db.transaction(oldestPendingYear, { readOnly: true });
    if (year === undefined || (year === done?.year && done.taken < passLimit)) return total;
    const parts = { keys, memory, nowMs: now() };
    const batch = await db.transaction((tx) => fixBatch(tx, parts, year));
    if (batch === undefined) return total;
    const witness = await askWitness(batch.log);
    const added = await db.transaction((tx) => sequenceBatch(tx, parts, batch, witness.note));
    witness.hasAgreed();
    total += added;
    done = { year, taken: batch.ids.length };
  }
}

type AskWitness = (
  log: string,
) => Promise<{ readonly note: NamedCheckpoint | undefined; hasAgreed(): void }>;

/** What is kept outside can only fall behind while this server signs, so one look is enough. */
function witnessOnce({ witnessed, keys }: SequencerOptions): AskWitness {
  const agreed = new Set<string>();
  return async (log) => {
    const text = agreed.has(log) ? undefined : await witnessed?.(log);
    // One that the key did not sign says nothing; comparing with what is outside reports it.
    const note = text === undefined ? undefined : genuineNote(text, keys.checkpointKey, log);
    return { note, hasAgreed: () => void agreed.add(log) };
  };
}

function nameOf(error: unknown): { name: string; code: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code };
}
