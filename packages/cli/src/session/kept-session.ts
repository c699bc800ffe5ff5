import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../cli-error.ts';

/** A session between two runs: what a browser would keep, and for which server. */
export interface KeptSession {
  readonly server: string;
  readonly cookies: ReadonlyMap<string, string>;
}

/** The one session that this user's commands share. */
export interface SessionFile {
  readonly location: string;
  /** @throws {@link CliError} `bad_file` */
  read(): KeptSession | undefined;
  write(session: KeptSession): void;
  remove(): void;
}

/** `session.json` in the configuration directory; whoever reads it is signed in, so nobody else may. */
export function sessionFile(configurationDirectory: string): SessionFile {
  const location = path.join(configurationDirectory, 'session.json');
  return {
    location,
    read: () => read(location),
    write: (session) => {
      mkdirSync(configurationDirectory, { recursive: true, mode: 0o700 });
      const unfinished = `${location}.${process.pid}.unfinished`;
      const content = {
        version: 1,
        server: session.server,
        cookies: Object.fromEntries(session.cookies),
      };
      writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, {
        mode: 0o600,
        flush: true,
      });
      renameSync(unfinished, location);
    },
    remove: () => {
      rmSync(location, { force: true });
    },
  };
}

function read(location: string): KeptSession | undefined {
  const text = readText(location);
  if (text === undefined) return undefined;
  const session = parse(text);
  if (session !== undefined) return session;
  throw new CliError(
    'bad_file',
    `${location} is no session of this version. Remove it and sign in again.`,
  );
}

function readText(location: string): string | undefined {
  try {
    return readFileSync(location, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CliError('bad_file', `${location} can’t be read.`, { cause });
  }
}

function parse(text: string): KeptSession | undefined {
  const content = parseJson(text);
  if (typeof content !== 'object' || content === null) return undefined;
  if (!('version' in content && content.version === 1)) return undefined;
  if (!('server' in content && typeof content.server === 'string')) return undefined;
  if (!('cookies' in content && typeof content.cookies === 'object')) return undefined;
  const entries: [string, unknown][] = Object.entries(content.cookies ?? {});
  const cookies = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { server: content.server, cookies: new Map(cookies) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of being no session; the parser's message would quote it.
    return undefined;
  }
}
