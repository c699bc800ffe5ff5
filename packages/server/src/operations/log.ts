import path from 'node:path';
import { multistream, pino, type LogFn, type Logger } from 'pino';
import type { Config } from '../config/read-config.ts';
import { makeDataDirectory } from './data-directory.ts';
import { gatheredOutput, type LineSink } from './gathered-output.ts';
import { logFiles } from './log-files.ts';
import { redacted } from './log-redaction.ts';

/** Lines are gathered for so long, or until there are so many bytes: no request waits for a disk or a reader. */
const EVERY_MS = 100;
const MOST = 8192;

/**
 * The operational log: to standard output, and to a file of the day in the data directory. No request and no reply is
 * ever serialised, and of everything else only what `redacted` leaves. Whoever is killed loses the lines of its last tenth
 * of a second; what must not be lost is in the audit log.
 */
export function openLog(config: Config, now = (): Date => new Date()): Logger {
  makeDataDirectory(config);
  // Whoever read the output may be gone: the file goes on, and so does the server.
  process.stdout.on('error', () => undefined);
  const output = gatheredOutput(process.stdout, { most: MOST, everyMs: EVERY_MS });
  const files = logFiles({
    directory: path.join(config.dataDirectory, 'logs'),
    keptDays: config.logDays,
    now,
    everyMs: EVERY_MS,
    most: MOST,
    onFailure: (code) => {
      const time = now().toISOString();
      const msg = 'lines could not be written to the log file';
      output.write(`${JSON.stringify({ level: 50, time, code, msg })}\n`);
    },
  });
  return pinoTo(config.logLevel, [output, files]);
}

/** Redacted, one line each, to every sink. */
export function pinoTo(level: Config['logLevel'], sinks: readonly LineSink[]): Logger {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: redacted },
      serializers: { req: () => undefined, res: () => undefined, err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          method.apply(this, withoutErrorText(args));
        },
      },
    },
    multistream(sinks.map((sink) => ({ level, stream: oneLine(sink) }))),
  );
  // pino formats the bindings of a child no more.
  const child = log.child.bind(log);
  log.child = (bindings: object) => child(redacted(bindings));
  return log;
}

/** pino takes an error's own message where no other is given. */
function withoutErrorText(args: Parameters<LogFn>): Parameters<LogFn> {
  const [first, message]: readonly unknown[] = args;
  if (first instanceof Error) return [{ err: first }, textOf(message, first)];
  if (typeof first !== 'object' || first === null || !('err' in first)) return args;
  return first.err instanceof Error ? [first, textOf(message, first.err)] : args;
}

function textOf(message: unknown, error: Error): string {
  return typeof message === 'string' && message !== error.message ? message : error.name;
}

/** What a terminal takes for a command or a new line, and JSON lets through (ECMA-404: only U+0000 to U+001F must be escaped). */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

function oneLine(sink: LineSink): LineSink {
  return {
    write: (line) => {
      sink.write(line.replace(CONTROLS, escaped));
    },
  };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
