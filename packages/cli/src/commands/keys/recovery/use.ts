import type { Command } from 'commander';
import { operatorCommand, operatorOf, type ServerOptions } from '../../../operator-command.ts';
import type { Report } from '../../../outcome.ts';
import { kitOf, withKit, type KitOptions } from '../../../recovery-kit.ts';
import { readSecret } from '../../../secret.ts';
import type { Surroundings } from '../../../surroundings.ts';
import { workOutcome } from '../../../work-outcome.ts';

interface Options extends ServerOptions, KitOptions {
  readonly passphraseFile: string;
}

/** `wardkeep keys recovery use` */
export function useRecoveryCommand(around: Surroundings, report: Report): Command {
  const command = operatorCommand(
    'use',
    'Passphrase or root key lost: make new ones with the printed kit. The server must be locked.',
  );
  return withKit(command)
    .requiredOption('--passphrase-file <file>', 'its first line is the new passphrase')
    .action(async (options: Options) => {
      const kit = await kitOf(around, options);
      const passphrase = await readSecret(around, 'new passphrase', options.passphraseFile);
      const operator = operatorOf(around, options);
      const result = await operator.tell('/recovery/use', { ...kit, passphrase });
      report(workOutcome(result, 'The keys are open, under the new passphrase.'));
    });
}
