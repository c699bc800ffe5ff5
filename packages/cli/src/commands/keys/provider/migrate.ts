import type { Command } from 'commander';
import { tellOfRunningWork } from '../../../key-work.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../../operator-command.ts';
import type { Report } from '../../../outcome.ts';
import { readNote } from '../../../secret.ts';
import type { Surroundings } from '../../../surroundings.ts';
import { workOutcome } from '../../../work-outcome.ts';

interface Options extends ServerOptions {
  readonly to: string;
  readonly settings?: string;
  readonly dryRun?: true;
}

/** `wardkeep keys provider migrate`: the epoch keys get wrapped by another root, without a word of data rewritten. */
export function migrateCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'migrate',
    'Have another provider hold the root key, while the service runs.',
  )
    .requiredOption('--to <provider>', 'its name, as WARDKEEP_KEY_PROVIDER takes it')
    .option('--settings <file>', 'its settings, WARDKEEP_NAME=value on a line each')
    .option('--dry-run', 'open the new provider, wrap and unwrap once, and change nothing')
    .action(async (options: Options) => {
      const operator = operatorOf(around, options);
      const isDryRun = options.dryRun === true;
      const settings = options.settings === undefined ? '' : await readNote(options.settings);
      if (!isDryRun) await tellOfRunningWork(around, operator);
      const body = { to: options.to, settings, dryRun: isDryRun };
      const result = await operator.tell('/keys/migrate', body);
      report(
        workOutcome(result, isDryRun ? 'The new provider answers; nothing was changed.' : DONE),
      );
    });
}

const DONE =
  'Moved. Give the server the new settings before its next start: with the old ones it refuses to start.';
