import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where a server may keep everything for as long as a program runs. */
export interface ThrowAway {
  readonly dataDirectory: string;
  /** Beside the data, not in it: the server refuses to believe in a key that lies with its lock. */
  readonly passphraseFile: string;
  remove(): Promise<void>;
}

export async function throwAway(purpose: string): Promise<ThrowAway> {
  const directory = await mkdtemp(path.join(tmpdir(), `wardkeep-${purpose}-`));
  // PostgreSQL does not run as root: its user has to pass through to its own directory.
  await chmod(directory, 0o711);
  const passphraseFile = path.join(directory, 'passphrase');
  await writeFile(passphraseFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  return {
    dataDirectory: path.join(directory, 'data'),
    passphraseFile,
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 10 }),
  };
}
