import { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import type { Report } from '../outcome.ts';
import { signInAndKeep, type SignInOptions } from '../session/connect.ts';
import { SERVER_HELP } from '../session/server-address.ts';
import type { Surroundings } from '../surroundings.ts';

/** `wardkeep sign-in`: for commands about somebody's data, which are that person's to give. */
export function signInCommand(around: Surroundings, report: Report): Command {
  return new Command('sign-in')
    .description('Sign in, and keep the session for the commands that follow.')
    .requiredOption('--email <address>', 'e-mail address of the account')
    .option('--password-file <file>', 'its first line is the password; else it is asked for')
    .option(
      '--code-file <file>',
      'its first line is a code of the second factor, or a recovery code; else it is asked for',
    )
    .option('--server <url>', 'address of the server (default: see below)')
    .addHelpText('after', SERVER_HELP)
    .action(async (options: SignInOptions) => {
      const { server, session } = await signInAndKeep(around, options);
      const { personId, role, expiresAt } = session;
      report({
        exitCode: EXIT.ok,
        document: { ok: true, server, personId, role, expiresAt },
        lines: [`Signed in to ${server} as ${role}, until ${expiresAt}.`],
      });
    });
}
