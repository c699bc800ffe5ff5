import { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import { askServer } from '../operator-socket.ts';
import type { Report } from '../outcome.ts';
import { readSecret } from '../secret.ts';
import { dataDirectory, type Surroundings } from '../surroundings.ts';

interface Options {
  readonly dataDir?: string;
  readonly passphraseFile?: string;
}

/** `wardkeep unlock`: opens the keys of a server that started without its passphrase. */
export function unlockCommand(around: Surroundings, report: Report): Command {
  return new Command('unlock')
    .description('Open the keys of a server that started locked.')
    .option('--data-dir <directory>', 'data directory of the server')
    .option('--passphrase-file <file>', 'its first line is the passphrase; else it is asked for')
    .action(async (options: Options) => {
      const directory = dataDirectory(around, options.dataDir);
      // Before anybody types a passphrase: is there a server at all?
      await askServer(directory, 'GET', '/status');
      const passphrase = await readSecret(around, 'passphrase', options.passphraseFile);
      const { ok, message } = await askServer(directory, 'POST', '/unlock', passphrase);
      if (ok !== true) throw new CliError('refused', String(message));
      report({
        exitCode: EXIT.ok,
        document: { ok: true, message },
        lines: [String(message)],
      });
    });
}
