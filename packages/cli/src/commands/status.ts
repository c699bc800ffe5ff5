import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../operator-command.ts';
import { membersOf, type Members } from '../operator-reply.ts';
import type { Outcome, Report } from '../outcome.ts';
import type { Surroundings } from '../surroundings.ts';

/** `wardkeep status`: whether the server on this machine is ready. Exit 0 when it is, 1 when it is not. */
export function statusCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('status', 'Say whether the server of this machine is ready.').action(
    async (options: ServerOptions) => {
      report(outcomeOf(await operatorOf(around, options).read('/status')));
    },
  );
}

function outcomeOf(reply: Members): Outcome {
  const isReady = reply['ready'] === true;
  const state = membersOf(reply['report']) ?? {};
  const checks = Object.entries(membersOf(state['checks']) ?? {});
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
