import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { destination, multistream, pino, type Logger } from 'pino';
import type { Config } from '../config/read-config.ts';
import { makeDataDirectory } from './data-directory.ts';

/**
 * The operational log: to standard output, and to a file of the data directory. It takes what it is given by name
 * and nothing else: no request, no reply, no error object is ever serialised whole.
 */
export function openLog(config: Config): Logger {
  const directory = path.join(config.dataDirectory, 'logs');
  makeDataDirectory(config);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = destination({ dest: path.join(directory, 'wardkeep.log'), mode: 0o600, sync: true });
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { req: () => undefined, res: () => undefined, err: nameAndCode },
    },
    multistream([
      { level: config.logLevel, stream: process.stdout },
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
