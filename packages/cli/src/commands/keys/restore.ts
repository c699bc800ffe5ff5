import type { Command } from 'commander';
import { CliError } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import type { Report } from '../../outcome.ts';
import { kitOf, type KitOptions } from '../../recovery-kit.ts';
import { readKit, readNote, readSecret } from '../../secret.ts';
import type { Surroundings } from '../../surroundings.ts';
import { workOutcome } from '../../work-outcome.ts';

interface Options extends ServerOptions, KitOptions {
  readonly backupRootFile?: string;
  readonly restrictions?: string;
  readonly passphraseFile?: string;
}

/** `wardkeep keys restore`: opens a database of yesterday, whose epoch keys the service has let go of. */
export function restoreCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'restore',
    'After a database was restored: open its epoch keys with the backup root or the kit. The server must be locked.',
  )
    .option('--backup-root-file <file>', 'holds the private half of the backup root')
    .option('--kit-file <file>', 'holds the kit’s characters and nothing else')
    .option('--share-file <files...>', 'shares of a kit, one in each file, as many as it needs')
    .option(
      '--restrictions <file>',
      'a copy of the restriction list, if the key store lost its own',
    )
    .option(
      '--passphrase-file <file>',
      'the passphrase of a key file that the settings do not name',
    )
    .action(async (options: Options) => {
      const { restrictions, passphraseFile } = options;
      const key = await keyOf(around, options);
      const list = restrictions === undefined ? {} : { restrictions: await readNote(restrictions) };
      const typed =
        passphraseFile === undefined
          ? {}
          : { passphrase: await readSecret(around, 'passphrase', passphraseFile) };
      const body = { ...key, ...list, ...typed };
      const result = await operatorOf(around, options).tell('/keys/restore', body);
      report(workOutcome(result, 'Restored. The keys are open.'));
    });
}

async function keyOf(around: Surroundings, options: Options): Promise<object> {
  const { backupRootFile, kitFile, shareFile } = options;
  const given = [backupRootFile, kitFile, shareFile].filter((each) => each !== undefined);
  if (given.length !== 1)
    throw new CliError(
      'usage',
      'Say what opens the keys: --backup-root-file, --kit-file or --share-file.',
    );
  return backupRootFile === undefined
    ? kitOf(around, options)
    : { backupRoot: await readKit(around, backupRootFile, 'backup root') };
}
