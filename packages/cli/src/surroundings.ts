import { homedir } from 'node:os';
import path from 'node:path';
import { createProgress, type Progress, type TerminalOutput } from './progress.ts';

/** What a command may use of the world around it. */
export interface Surroundings {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: TerminalOutput;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly now: () => Date;
}

export function surroundingsOf(self: NodeJS.Process): Surroundings {
  const { stdin, stderr, env } = self;
  return {
    stdin,
    stderr,
    environment: env,
    progress: createProgress(stderr),
    now: () => new Date(),
  };
}

/** Where the server keeps everything; the server's own rule. */
export function dataDirectory(around: Surroundings, option: string | undefined): string {
  return path.resolve(option ?? around.environment['WARDKEEP_DATA_DIR'] ?? './data');
}

/** XDG base directories, as the server's own. */
export function configurationDirectory(around: Surroundings): string {
  const base = around.environment['XDG_CONFIG_HOME'];
  return path.join(
    base === undefined || base === '' ? path.join(homedir(), '.config') : base,
    'wardkeep',
  );
}
