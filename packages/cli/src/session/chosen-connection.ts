import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { Surroundings } from '../surroundings.ts';
import { keptConnection, withOwnSession, type Connection } from './connect.ts';
import { SERVER_HELP } from './server-address.ts';

export interface ConnectionOptions {
  readonly server?: string;
  readonly email?: string;
  readonly passwordFile?: string;
  readonly codeFile?: string;
}

/** For commands that work as whoever is signed in, or signs in for this once. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--server <url>', 'address of the server (default: see below)')
    .addHelpText('after', SERVER_HELP)
    .option('--email <address>', 'sign in for this only')
    .option('--password-file <file>', 'with --email: its first line is the password')
    .option('--code-file <file>', 'with --email: its first line is a code of the second factor');
}

export async function withConnection<T>(
  around: Surroundings,
  { server, email, passwordFile, codeFile }: ConnectionOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const toServer = server === undefined ? {} : { server };
  if (email !== undefined) {
    const password = passwordFile === undefined ? {} : { passwordFile };
    const code = codeFile === undefined ? {} : { codeFile };
    return withOwnSession(around, { email, ...toServer, ...password, ...code }, work);
  }
  if (passwordFile !== undefined || codeFile !== undefined)
    throw new CliError(
      'usage',
      `--${passwordFile === undefined ? 'code' : 'password'}-file goes with --email.`,
    );
  return work(keptConnection(around, server));
}
