import type { Command } from 'commander';
import { CliError } from '../../cli-error.ts';
import { tellOfRunningWork } from '../../key-work.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { workOutcome } from '../../work-outcome.ts';

interface Options extends ServerOptions {
  readonly person?: string;
  readonly epoch?: string;
  readonly dryRun?: true;
}

/** `wardkeep keys revoke`: after an incident, new keys and everything under the old ones sealed anew. */
export function revokeCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'revoke',
    'Keys may have been seen: make new ones, and seal everything anew that was under the old ones.',
  )
    .option('--person <id>', 'the keys of one person')
    .option('--epoch <id>', 'the keys of every person that this epoch key has wrapped')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (options: Options) => {
      const { person, epoch } = options;
      if ((person === undefined) === (epoch === undefined))
        throw new CliError('usage', 'Say whose keys: --person ID or --epoch ID.');
      const operator = operatorOf(around, options);
      const isDryRun = options.dryRun === true;
      if (!isDryRun) await tellOfRunningWork(around, operator);
      const whose = person === undefined ? { epochId: epoch } : { personId: person };
      const result = await operator.tell('/keys/revoke', { ...whose, dryRun: isDryRun });
      report(workOutcome(result, isDryRun ? 'Would be revoked; nothing was done.' : 'Revoked.'));
    });
}
