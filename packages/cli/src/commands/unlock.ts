import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../operator-command.ts';
import type { Report } from '../outcome.ts';
import { readSecret } from '../secret.ts';
import type { Surroundings } from '../surroundings.ts';

/** `wardkeep unlock`: opens the keys of a server that started without its passphrase. */
export function unlockCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('unlock', 'Open the keys of a server that started locked.')
    .option('--passphrase-file <file>', 'its first line is the passphrase; else it is asked for')
    .action(async (options: ServerOptions & { readonly passphraseFile?: string }) => {
      const operator = operatorOf(around, options);
      // Before anybody types a passphrase: is there a server at all?
      await operator.read('/status');
      const passphrase = await readSecret(around, 'passphrase', options.passphraseFile);
      const { message } = await operator.tell('/unlock', { passphrase });
      report({
        exitCode: EXIT.ok,
        document: { ok: true, message },
        lines: [String(message)],
      });
    });
}
