/**
 * `npm run demo`: the real server in a throw-away directory, with generated people of every role.
 *
 * It runs until Ctrl-C and then leaves nothing behind. `WARDKEEP_PORT` (8480) and `WARDKEEP_POSTGRES_BIN` are read as
 * `npm start` reads them; every other setting is the demonstration's own, so that nothing real is touched.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { ADMINISTRATOR, PATIENTS, STAFF } from './demo/people.ts';
import { populate } from './demo/populate.ts';
import { startServer, type ServerProcess } from './demo/server-process.ts';
import { throwAway } from './demo/throw-away.ts';

const interrupted = new Promise<string>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
});
process.exitCode = await main();

async function main(): Promise<number> {
  const port = process.env['WARDKEEP_PORT'] ?? '8480';
  if (await isTaken(Number(port))) {
    console.error(`Port ${port} is taken. Choose another: WARDKEEP_PORT=8490 npm run demo`);
    return 1;
  }
  const where = await throwAway('demo');
  try {
    progress('starting the server');
    const server = await startServer(where, settings(port));
    try {
      await Promise.race([show(server, where.dataDirectory), interrupted]);
      const ended = server.exited.then((how) => `ended: ${how}`);
      const why = await Promise.race([interrupted, ended]);
      if (why.startsWith('ended')) console.error(`The server ${why}`);
      return why.startsWith('ended') ? 1 : 0;
    } finally {
      progress('stopping, and removing everything');
      await server.stop();
    }
  } finally {
    await where.remove();
  }
}

function settings(port: string): Record<string, string> {
  const binaries = process.env['WARDKEEP_POSTGRES_BIN'];
  return {
    WARDKEEP_PORT: port,
    WARDKEEP_LOG_LEVEL: 'warn',
    // Everybody here signs in from one address.
    WARDKEEP_RATE_LIMIT_FACTOR: '20',
    ...(binaries === undefined ? {} : { WARDKEEP_POSTGRES_BIN: binaries }),
  };
}

async function show({ url, setUpToken = '' }: ServerProcess, dataDirectory: string): Promise<void> {
  const password = newPassword();
  const { shareLink, secondFactors, owners } = await populate({
    url,
    setUpToken,
    password,
    seed: 'demo',
    today: new Date(),
    progress,
  });
  const people = [...PATIENTS, ADMINISTRATOR, ...STAFF];
  const lines = people.map(({ name, email, lookAt }) => [
    name.padEnd(24),
    email.padEnd(28),
    lookAt,
  ]);
  const codes = [...secondFactors].map(
    ([email, { secret, recoveryCodes }]) =>
      `${email.padEnd(28)}${secret}  ${recoveryCodes.slice(0, 3).join('  ')}`,
  );
  const charts = owners.map(
    ({ given, family, birthDate }) => `${given.padEnd(16)}${family.padEnd(12)}${birthDate}`,
  );
  console.log(`
Wardkeep is at   ${url}
Password of all  ${password}
Its data are in  ${dataDirectory}

${lines.map((line) => line.join('')).join('\n')}

Staff also need a second factor: this secret in an authenticator app, or one of the codes, each once.

${codes.join('\n')}

For "Emergency", as Demo Provider: given names, family name and date of birth of each chart.

${charts.join('\n')}

Commands ask this server with --data-dir, for example

npx wardkeep audit verify --data-dir ${dataDirectory}

A share, to open without an account:
${shareLink}

Everybody here is made up. Ctrl-C ends the demonstration and removes all of it.
`);
}

/** 100 bits, easy to read and to type: new at each run, so that no demonstration has a known password. */
function newPassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  const letters = Array.from(randomBytes(20), (byte) => alphabet.charAt(byte % alphabet.length));
  return letters.join('').replaceAll(/(.{5})(?=.)/g, '$1-');
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(true);
    });
    probe.listen(port, 'localhost', () => {
      probe.close(() => {
        resolve(false);
      });
    });
  });
}

function progress(line: string): void {
  console.error(line);
}
