import { createClient, type Client } from '@wardkeep/client';
import { proveByCode, proveByPassword, signIn, signOut, type Session } from '@wardkeep/contract';
import { CliError } from '../cli-error.ts';
import { readSecret } from '../secret.ts';
import { configurationDirectory, type Surroundings } from '../surroundings.ts';
import { createCookieJar } from './cookie-jar.ts';
import { exclusively } from './exclusively.ts';
import { sessionFile } from './kept-session.ts';
import { defaultServer, serverAddress } from './server-address.ts';

export interface Connection {
  readonly server: string;
  readonly client: Client;
}

export interface SignInOptions {
  readonly server?: string;
  readonly email: string;
  readonly passwordFile?: string;
  /** For an account with a second factor: a code of the authenticator app, or a recovery code. */
  readonly codeFile?: string;
}

/** Signs in, and keeps the session for the commands to come. */
export async function signInAndKeep(
  around: Surroundings,
  options: SignInOptions,
): Promise<{ readonly server: string; readonly session: Session }> {
  const { server, session, jar } = await begin(around, options);
  sessionFile(configurationDirectory(around)).write({ server, cookies: jar.cookies });
  return { server, session };
}

/** Signs in for this piece of work only; the session ends with it, whatever happens. */
export async function withOwnSession<T>(
  around: Surroundings,
  options: SignInOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { server, client } = await begin(around, options);
  const [result] = await Promise.allSettled([work({ server, client })]);
  const [ended] = await Promise.allSettled([client.call(signOut)]);
  if (result.status === 'rejected') throw result.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return result.value;
}

/**
 * The session that was kept; refreshed, and kept anew, when it has to be.
 * @param server - When given, the session must be of this server.
 * @throws {@link CliError} `no_session`
 */
export function keptConnection(around: Surroundings, server?: string): Connection {
  const file = sessionFile(configurationDirectory(around));
  const kept = file.read();
  if (kept === undefined)
    throw new CliError('no_session', 'Nobody is signed in. First: wardkeep sign-in --email …');
  if (server !== undefined && serverAddress(server) !== kept.server) {
    throw new CliError(
      'no_session',
      `The session that is kept is for ${kept.server}. Sign in there: wardkeep sign-in --server … --email …`,
    );
  }
  const jar = createCookieJar(kept.server, kept.cookies);
  const client = createClient({
    baseUrl: kept.server,
    fetch: jar.fetch,
    hadSession: true,
    onSession: (session) => {
      if (session === null) file.remove();
      else file.write({ server: kept.server, cookies: jar.cookies });
    },
    exclusively: (work) =>
      exclusively(
        `${file.location}.lock`,
        () => Date.now(),
        () => {
          // Another command may have refreshed while this one waited.
          const newest = file.read();
          if (newest?.server === kept.server) jar.replace(newest.cookies);
          return work();
        },
      ),
  });
  return { server: kept.server, client };
}

async function begin(around: Surroundings, options: SignInOptions) {
  const server =
    options.server === undefined
      ? defaultServer(around.environment)
      : serverAddress(options.server);
  const password = await readSecret(around, 'password', options.passwordFile);
  const jar = createCookieJar(server);
  let needsCode = false;
  // Long work outlasts a proof: the password proves again; a code is used once, so somebody has to type the next.
  const onStepUp = async (): Promise<boolean> => {
    if (needsCode && around.stdin.isTTY !== true) return false;
    if (needsCode) {
      const code = await readSecret(around, 'code of your second factor', undefined);
      await client.call(proveByCode, { body: { code } });
    } else await client.call(proveByPassword, { body: { password } });
    return true;
  };
  const client = createClient({ baseUrl: server, fetch: jar.fetch, onStepUp });
  const first = await client.call(signIn, { body: { email: options.email, password } });
  if (first.needs !== 'second-factor') return { server, client, jar, session: first };
  needsCode = true;
  const code = await readSecret(around, 'code of your second factor', options.codeFile);
  const session = await client.call(proveByCode, { body: { code } });
  return { server, client, jar, session };
}
