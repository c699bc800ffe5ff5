import {
  isFine,
  rememberAndCompare,
  type CheckpointMemory,
  type ComparedLog,
  type LogFetchers,
} from '@wardkeep/client';
import { CliError } from '../cli-error.ts';
import type { CheckpointFile } from './checkpoint-file.ts';

/**
 * Somebody says that a log is shorter because the database was restored. Believed only where the server shows a log that
 * begins with a signed checkpoint of what is remembered, or of more: then what is remembered is set aside.
 * @returns the log that was begun.
 * @throws {@link CliError} `refused`
 */
export async function acceptRestore(
  log: string,
  fetchers: LogFetchers,
  { memory, at }: { readonly memory: CheckpointFile; readonly at: Date },
): Promise<string> {
  const old = (await rememberAndCompare(fetchers, keepingNothing(memory))).find(
    (each) => each.log === log,
  );
  const restoredInto = old?.restoredInto ?? null;
  if (old === undefined || restoredInto === null) throw refused(log, old);
  // Its leaf 0 is looked at again, as if that log had never been seen.
  const anew = keepingNothing(memory, old.origin.slice(0, -log.length) + restoredInto);
  const compared = await rememberAndCompare(fetchers, anew);
  const begun = compared.find((each) => each.log === restoredInto);
  if (begun === undefined || !isFine(begun)) throw refused(log, old);
  memory.setAside(old.origin, { at, restoredInto });
  return restoredInto;
}

function keepingNothing(memory: CheckpointMemory, without?: string): CheckpointMemory {
  return {
    get: (origin) => (origin === without ? undefined : memory.get(origin)),
    origins: () => memory.origins(),
    put: () => undefined,
  };
}

function refused(log: string, compared: ComparedLog | undefined): CliError {
  const why =
    compared === undefined
      ? `nothing is known of a log ${log}`
      : isFine(compared)
        ? `log ${log} is not shorter than it was seen here before`
        : `no log of this server begins with a checkpoint of log ${log} as it was seen here before`;
  return new CliError('refused', `Nothing was set aside: ${why}.`);
}
