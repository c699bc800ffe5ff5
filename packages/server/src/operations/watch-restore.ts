import type { Log } from '../db/log.ts';
import { isRestored } from '../vault/index.ts';
import type { RunningState } from './system-parts.ts';

const LOOK_MS = 10_000;

/**
 * Looks now and then whether the database was put back while it is served: unlocking looks once, and a snapshot can come
 * back at any time after that. Then nothing more is served (requests: 503 `locked`), and the keys leave memory.
 */
export interface RestoreWatch {
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** @param reopen - Opens the keys with what the settings give, which settles a restored database first. */
export function watchForRestore(
  state: RunningState,
  log: Log,
  reopen: () => Promise<void>,
): RestoreWatch {
  let looking: Promise<void> | undefined;
  const lookOnce = async (): Promise<void> => {
    try {
      if (await closeRestored(state, log)) await reopen();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      log.error({ code }, 'whether the database was put back could not be looked at, or settled');
    }
  };
  const look = (): Promise<void> =>
    (looking ??= lookOnce().finally(() => {
      looking = undefined;
    }));
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  return {
    look,
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** @returns true when the gate was closed. */
async function closeRestored(state: RunningState, log: Log): Promise<boolean> {
  const { gate, sequencer } = state;
  // Without keys nothing is served; when they are back, the next look finds it.
  if (gate?.vault.availability() !== 'available') return false;
  if (!(await isRestored(gate.vault)) || state.gate !== gate) return false;
  log.error(
    {},
    'the database was put back while it was served: the keys are closed and opened anew',
  );
  state.gate = undefined;
  state.sequencer = undefined;
  await sequencer?.stop();
  await gate.vault.close();
  return true;
}
