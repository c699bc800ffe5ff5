import type { Command } from 'commander';
import { readServedLogs } from '../../audit/served-logs.ts';
import { CliError, EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';

interface Options extends ServerOptions {
  readonly log?: string;
}

/** `wardkeep audit key`: what verifies each log, to be given to an auditor on another way than the log itself. */
export function auditKeyCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('key', 'Print the verifier key of each log, the newest first.')
    .option('--log <name>', 'only of this one, for example 2026')
    .action(async ({ log: wanted, ...options }: Options) => {
      const { logs } = await readServedLogs(operatorOf(around, options));
      const keys = logs
        .filter(({ log }) => wanted === undefined || log === wanted)
        .map(({ log, verifierKey }) => ({ log, verifierKey }));
      // Whoever puts the output into a variable must not go on with an empty one.
      if (keys.length === 0) throw new CliError('refused', nothingOf(wanted, logs.length));
      report({
        exitCode: EXIT.ok,
        document: { ok: true, keys },
        lines: keys.map(({ verifierKey }) => verifierKey),
      });
    });
}

function nothingOf(wanted: string | undefined, logs: number): string {
  return logs === 0
    ? 'There is no log yet: nothing is signed until something has happened that is recorded.'
    : `There is no log ${wanted ?? ''}: npx wardkeep audit key prints the keys of all.`;
}
