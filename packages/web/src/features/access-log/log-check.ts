import {
  type CheckpointMemory,
  type ComparedLog,
  type LogFetchers,
  type RememberedCheckpoint,
  type ServedLog,
  isFine,
  rememberAndCompare,
} from '@wardkeep/client';

export type Alarm = 'forked' | 'went-back' | 'key-changed' | 'signature';

/** What a person should know of it; `restored`: shorter than it was, and a new log says so openly. */
export type LogState =
  | { readonly is: 'none' }
  | { readonly is: 'restored' }
  | { readonly is: 'first-seen' | 'fine'; readonly count: number }
  | { readonly is: 'alarm'; readonly alarm: Alarm };

export interface LogCheck {
  readonly state: LogState;
  /** What was compared, to hand to whoever examines it. */
  readonly evidence: Evidence;
}

interface Evidence {
  readonly seenBefore: readonly RememberedCheckpoint[];
  readonly servedNow: readonly ServedLog[];
  readonly compared: readonly ComparedLog[];
}

/** Compares the logs that the server tells of with what this browser saw, and remembers them where all is well. */
export async function checkLog(fetchers: LogFetchers, memory: CheckpointMemory): Promise<LogCheck> {
  const seenBefore = await everything(memory);
  const servedNow: ServedLog[] = [];
  const listening: LogFetchers = {
    consistency: (...asked) => fetchers.consistency(...asked),
    checkpoints: async () => {
      const logs = await fetchers.checkpoints();
      servedNow.push(...logs);
      return logs;
    },
  };
  const compared = await rememberAndCompare(listening, memory);
  return { state: stateOf(compared), evidence: { seenBefore, servedNow, compared } };
}

async function everything(memory: CheckpointMemory): Promise<readonly RememberedCheckpoint[]> {
  const origins = await memory.origins();
  const all = await Promise.all(origins.map(async (origin) => memory.get(origin)));
  return all.filter((one) => one !== undefined);
}

/** The worst of all logs; the first-seen log of a new year, beside one that was seen, is a log that grew. */
export function stateOf(compared: readonly ComparedLog[]): LogState {
  const bad = compared.filter((log) => !isFine(log));
  const worst = bad.find(({ restoredInto }) => restoredInto === null);
  if (worst) return { is: 'alarm', alarm: alarmOf(worst) };
  if (bad.length > 0) return { is: 'restored' };
  if (compared.length === 0) return { is: 'none' };
  const count = compared.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const isNew = compared.every(({ verdict }) => verdict === 'first-seen');
  return { is: isNew ? 'first-seen' : 'fine', count };
}

function alarmOf({ verdict, why }: ComparedLog): Alarm {
  if (verdict === 'went-back' || verdict === 'key-changed') return verdict;
  return why === 'not-authentic' ? 'signature' : 'forked';
}
