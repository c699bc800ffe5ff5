import { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.ts';
import { askServer } from '../operator-socket.ts';
import type { Report } from '../outcome.ts';
import { readKit, readSecret } from '../secret.ts';
import { dataDirectory, type Surroundings } from '../surroundings.ts';

interface Options {
  readonly dataDir?: string;
  readonly kitFile?: string;
  readonly passphraseFile?: string;
}

/** `wardkeep recovery test | use`: what the printed recovery kit is for. */
export function recoveryCommand(around: Surroundings, report: Report): Command {
  const ask = async (
    address: '/recovery/test' | '/recovery/use',
    options: Options,
    secrets: readonly string[],
  ): Promise<void> => {
    const { ok, message } = await askServer(
      dataDirectory(around, options.dataDir),
      'POST',
      address,
      secrets.join('\n'),
    );
    if (ok !== true) throw new CliError('refused', String(message));
    report({ exitCode: EXIT.ok, document: { ok: true, message }, lines: [String(message)] });
  };
  const test = new Command('test')
    .description('Prove that a printed kit opens every key. Changes nothing.')
    .option('--data-dir <directory>', 'data directory of the server')
    .option(
      '--kit-file <file>',
      'holds the kit’s characters and nothing else; else they are asked for',
    )
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      await ask('/recovery/test', options, [await readKit(around, options.kitFile)]);
    });
  const use = new Command('use')
    .description(
      'Passphrase or root key lost: make new ones with the printed kit. The server must be locked.',
    )
    .option('--data-dir <directory>', 'data directory of the server')
    .option(
      '--kit-file <file>',
      'holds the kit’s characters and nothing else; else they are asked for',
    )
    .requiredOption('--passphrase-file <file>', 'its first line is the new passphrase')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const kit = await readKit(around, options.kitFile);
      const passphrase = await readSecret(around, 'new passphrase', options.passphraseFile);
      await ask('/recovery/use', options, [kit, passphrase]);
    });
  return new Command('recovery')
    .description('Test or use the printed recovery kit.')
    .addCommand(test)
    .addCommand(use);
}
