import type { LogFetchers, ServedLog } from '@wardkeep/client';
import type { Operator } from '../operator-command.ts';
import { membersOf, notOurs } from '../operator-reply.ts';

export interface ServedLogs {
  /** The name before each log's own. */
  readonly name: string;
  /** Newest first. */
  readonly logs: readonly ServedLog[];
}

/** @throws CliError `unreachable`, `refused`, `unexpected_reply` */
export async function readServedLogs(operator: Operator): Promise<ServedLogs> {
  const { name, logs } = await operator.read('/audit/logs');
  if (typeof name !== 'string' || !Array.isArray(logs)) throw notOurs();
  return { name, logs: logs.map(servedLog) };
}

/** The same as a browser asks for over HTTP, over the operator's socket. */
export function operatorFetchers(operator: Operator): LogFetchers {
  return {
    checkpoints: async () => (await readServedLogs(operator)).logs,
    consistency: async (log, from, to) => {
      const { proof } = await operator.tell('/audit/consistency', { log, from, to });
      if (!Array.isArray(proof)) throw notOurs();
      return proof.map(String);
    },
  };
}

function servedLog(value: unknown): ServedLog {
  const { log, size, checkpoint, verifierKey, beginsWith } = membersOf(value) ?? {};
  const isWhole =
    typeof log === 'string' &&
    typeof size === 'number' &&
    typeof checkpoint === 'string' &&
    typeof verifierKey === 'string' &&
    (typeof beginsWith === 'string' || beginsWith === null);
  if (!isWhole) throw notOurs();
  return { log, size, checkpoint, verifierKey, beginsWith };
}
