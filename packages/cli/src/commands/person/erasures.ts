import type { Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { membersOf, type Members } from '../../operator-reply.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { tableLines, timeText } from '../../table.ts';

/** `wardkeep person erasures`: wishes, what waits, what is done. */
export function erasuresCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('erasures', 'List erasures: asked for, waiting, running, done.').action(
    async (options: ServerOptions) => {
      const reply = await operatorOf(around, options).read('/persons/erasures');
      const erasures = Array.isArray(reply['erasures']) ? reply['erasures'] : [];
      const rows = erasures.map((each) => rowOf(membersOf(each) ?? {}));
      report({
        exitCode: EXIT.ok,
        document: { ok: true, ...reply },
        lines: tableLines(['PERSON', 'ASKED BY', 'ASKED', 'NOT BEFORE', 'STATE', 'SINCE'], rows),
      });
    },
  );
}

function rowOf(erasure: Members): readonly string[] {
  const { personId = '', requestedBy = '', requestedAt, notBefore } = erasure;
  const { finishedAt, beganAt, begunAt = beganAt, cancelledAt } = erasure;
  const [state, since] =
    finishedAt != null
      ? ['erased', finishedAt]
      : cancelledAt != null
        ? ['taken back', cancelledAt]
        : begunAt != null
          ? ['running', begunAt]
          : ['waiting', requestedAt];
  return [
    String(personId),
    String(requestedBy),
    timeText(requestedAt),
    timeText(notBefore),
    state,
    timeText(since),
  ];
}
