import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { askServer } from './operator-socket.ts';
import type { Members, WorkProgress } from './operator-reply.ts';
import { tenths, type Progress } from './progress.ts';
import { dataDirectory, type Surroundings } from './surroundings.ts';

/** Of every command that speaks to the running server. */
export interface ServerOptions {
  readonly dataDir?: string;
}

/** A command that the server of this machine carries out. */
export function operatorCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data-dir <directory>', 'data directory of the server');
}

/** What a command may ask the server; the progress of long work goes to standard error. */
export interface Operator {
  read(address: string): Promise<Members>;
  /** @throws CliError `refused` too when the reply says `ok: false`. */
  tell(address: string, body: object): Promise<Members>;
}

export function operatorOf(around: Surroundings, options: ServerOptions): Operator {
  const directory = dataDirectory(around, options.dataDir);
  return {
    read: (address) => askServer({ dataDirectory: directory, method: 'GET', address }),
    tell: async (address, body) => {
      const show = showing(around.progress);
      const question = { dataDirectory: directory, method: 'POST', address, body } as const;
      const reply = await askServer(question, show);
      if (reply['ok'] === false) throw new CliError('refused', String(reply['message']));
      return reply;
    },
  };
}

function showing(progress: Progress): (now: WorkProgress) => void {
  const isStep = tenths();
  return ({ phase, done, total }) => {
    const count = total > 0 ? ` ${done} of ${total}` : '';
    progress.show(`${phase}${count}`, isStep(phase, done, total));
  };
}
