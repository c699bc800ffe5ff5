import type { Command } from 'commander';
import { CliError, EXIT } from '../../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../../operator-command.ts';
import { notOurs } from '../../../operator-reply.ts';
import type { Report } from '../../../outcome.ts';
import type { Surroundings } from '../../../surroundings.ts';

/** `wardkeep keys report show`: the signed note as it is, so that it can be kept and verified elsewhere. */
export function showReportCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('show', 'Print a report as it was signed.')
    .argument('<report>', 'its id')
    .action(async (id: string, options: ServerOptions) => {
      if (!/^[0-9a-f-]{36}$/i.test(id)) throw new CliError('usage', 'That is no id of a report.');
      const reply = await operatorOf(around, options).read(`/keys/reports/${id.toLowerCase()}`);
      const { note } = reply;
      if (typeof note !== 'string') throw notOurs();
      report({
        exitCode: EXIT.ok,
        document: { ok: true, ...reply },
        // The line that ends the note is added to every output.
        lines: [note.replace(/\n$/, '')],
      });
    });
}
