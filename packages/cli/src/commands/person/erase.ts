import type { Command } from 'commander';
import { confirmByTyping } from '../../confirmation.ts';
import { tellOfRunningWork } from '../../key-work.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import { personIdOf } from '../../person-id.ts';
import type { Surroundings } from '../../surroundings.ts';
import { detailLines, workOutcome } from '../../work-outcome.ts';

interface Options extends ServerOptions {
  readonly dryRun?: true;
  readonly yes?: true;
}

/** `wardkeep person erase`: shows what would go before anybody is asked. */
export function erasePersonCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'erase',
    'Erase a person now, without the waiting time: chart, files, account, keys. There is no way back.',
  )
    .argument('<person>', 'id of the person')
    .option('--dry-run', 'say what would go, and do nothing')
    .option('--yes', 'do not ask')
    .action(async (text: string, options: Options) => {
      const personId = personIdOf(text);
      const operator = operatorOf(around, options);
      const preview = await operator.tell('/persons/erase', { personId, dryRun: true });
      if (options.dryRun === true) {
        report(workOutcome(preview, 'Would be erased; nothing was done.'));
        return;
      }
      if (options.yes !== true) {
        around.stderr.write(`This would go:\n${detailLines(preview).join('\n')}\n`);
        await confirmByTyping(around, personId, 'Type the id again to erase this person for good');
      }
      await tellOfRunningWork(around, operator);
      const result = await operator.tell('/persons/erase', { personId, dryRun: false });
      report(workOutcome(result, 'Erased.'));
    });
}
