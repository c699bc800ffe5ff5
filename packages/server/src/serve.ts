import { ConfigError, readConfig } from './config/read-config.ts';
import { DatabaseError } from './db/database-error.ts';
import { openLog } from './operations/index.ts';
import { startWardkeep } from './start-wardkeep.ts';
import { VaultError } from './vault/index.ts';

/** Reads the environment, starts, and stops when it is told to. */
export async function serve(): Promise<void> {
  const config = readConfig();
  const log = openLog(config);
  const wardkeep = await startWardkeep(config, log);
  announce(wardkeep);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      wardkeep.stop().then(() => process.exit(0), fail);
    });
  }
}

function announce({ url, setUpLink, state }: Awaited<ReturnType<typeof startWardkeep>>): void {
  const lines = [`Wardkeep is at ${url}`];
  if (state.gate === undefined)
    lines.push('The keys are locked. Unlock them with: npx wardkeep unlock');
  if (setUpLink !== undefined)
    lines.push('', 'Make the first administrator here (the link works once):', setUpLink);
  if (state.isOnSameDisk)
    lines.push(
      '',
      'The passphrase lies on the same disk as the data: see “Operating” in the README.',
    );
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

export function fail(error: unknown): never {
  const isExpected =
    error instanceof ConfigError || error instanceof DatabaseError || error instanceof VaultError;
  const text =
    error instanceof Error
      ? isExpected
        ? error.message
        : (error.stack ?? error.message)
      : 'unknown error';
  process.stderr.write(`\nWardkeep could not start.\n${text}\n`);
  process.exit(1);
}
