import { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import { askServer } from '../operator-socket.ts';
import type { Outcome, Report } from '../outcome.ts';
import { dataDirectory, type Surroundings } from '../surroundings.ts';

/** `wardkeep status`: whether the server on this machine is ready. Exit 0 when it is, 1 when it is not. */
export function statusCommand(around: Surroundings, report: Report): Command {
  return new Command('status')
    .description('Say whether the server of this machine is ready.')
    .option('--data-dir <directory>', 'data directory of the server')
    .action(async (options: { readonly dataDir?: string }) => {
      const directory = dataDirectory(around, options.dataDir);
      report(outcomeOf(await askServer(directory, 'GET', '/status')));
    });
}

function outcomeOf(reply: Readonly<Record<string, unknown>>): Outcome {
  const isReady = reply['ready'] === true;
  const state = members(reply['report']);
  const checks = Object.entries(members(state['checks']));
  const notices = Array.isArray(state['notices']) ? state['notices'].map(String) : [];
  return {
    exitCode: isReady ? EXIT.ok : EXIT.failed,
    document: { ok: isReady, ready: isReady, ...state },
    lines: [
      isReady ? 'ready' : 'not ready',
      ...checks.map(([name, value]) => `  ${name}: ${String(value)}`),
      ...notices.map((notice) => `  notice: ${notice}`),
    ],
  };
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
