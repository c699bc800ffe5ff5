import { Argument, type Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { checkedReason } from '../../reason.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { unsettledLines } from './unsettled.ts';

interface Options extends ServerOptions {
  readonly reason: string;
}

/**
 * `wardkeep escrow settle`: what a place holds now is what counts from now on. Exit 4 when the comparison that follows
 * finds something again.
 */
export function settleEscrowCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'settle',
    'Say why a place holds less, or something else, than was brought there. It is an event in the audit log.',
  )
    .addArgument(
      new Argument('<place>', 'as wardkeep escrow status names its kind').choices([
        'directory',
        's3',
      ]),
    )
    .requiredOption('--reason <text>', 'what happened, in 3 to 2000 characters; it is sealed')
    .action(async (place: string, options: Options) => {
      const body = { place, reason: checkedReason(options.reason) };
      const result = await operatorOf(around, options).tell('/escrow/settle', body);
      const again = unsettledLines(result['unsettled'], place);
      const sentence =
        result['changed'] === false
          ? `Nothing of ${place} was to be settled.`
          : `Settled: what ${place} holds now counts as what was brought there.`;
      const ok = again.length === 0;
      report({
        exitCode: ok ? EXIT.ok : EXIT.found,
        document: { ok, ...result },
        lines: [sentence, ...(ok ? [] : ['Compared again, and found again:', ...again])],
      });
    });
}
