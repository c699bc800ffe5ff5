import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { destination, multistream, pino, type Logger } from 'pino';
import type { Config } from '../config/read-config.ts';
import { makeDataDirectory } from './data-directory.ts';
import { gatheredOutput } from './gathered-output.ts';

/** Lines are gathered for so long, or until there are so many bytes: no request waits for a disk or a reader. */
const EVERY_MS = 100;
const MOST = 8192;

/**
 * The operational log: to standard output, and to a file of the data directory. It takes what it is given by name
 * and nothing else: no request, no reply, no error object is ever serialised whole. Whoever is killed loses the lines
 * of its last tenth of a second; what must not be lost is in the audit log.
 */
export function openLog(config: Config): Logger {
  const directory = path.join(config.dataDirectory, 'logs');
  makeDataDirectory(config);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = destination({
    sync: false,
    minLength: MOST,
    periodicFlush: EVERY_MS,
    dest: path.join(directory, 'wardkeep.log'),
    mode: 0o600,
  });
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { req: () => undefined, res: () => undefined, err: nameAndCode },
    },
    multistream([
      {
        level: config.logLevel,
        stream: gatheredOutput(process.stdout, { most: MOST, everyMs: EVERY_MS }),
      },
      { level: config.logLevel, stream: file },
    ]),
  );
}

/** Messages may quote what was sent or stored. */
function nameAndCode(error: unknown): unknown {
  if (!(error instanceof Error)) return {};
  return {
    name: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
  };
}
