import type { Command } from 'commander';
import { tellOfRunningWork } from '../../key-work.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import { workOutcome } from '../../work-outcome.ts';
import type { Surroundings } from '../../surroundings.ts';

/** `wardkeep keys rotate`: a new epoch key, and every key rewrapped under it. */
export function rotateCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'rotate',
    'Make a new epoch key now and rewrap every key under it. The service goes on meanwhile.',
  )
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (options: ServerOptions & { readonly dryRun?: true }) => {
      const operator = operatorOf(around, options);
      const isDryRun = options.dryRun === true;
      if (!isDryRun) await tellOfRunningWork(around, operator);
      const result = await operator.tell('/keys/rotate', { dryRun: isDryRun });
      report(workOutcome(result, isDryRun ? 'Would be rotated; nothing was done.' : 'Rotated.'));
    });
}
