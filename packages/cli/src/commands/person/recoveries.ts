import type { Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { membersOf, type Members } from '../../operator-reply.ts';
import type { Report } from '../../outcome.ts';
import { personIdOf } from '../../person-id.ts';
import type { Surroundings } from '../../surroundings.ts';
import { tableLines, timeText } from '../../table.ts';
import { workOutcome } from '../../work-outcome.ts';

/** `wardkeep person recoveries`: who waits to get in without a second factor, by id only. */
export function recoveriesCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'recoveries',
    'List who lost every second factor and asked to be let in.',
  ).action(async (options: ServerOptions) => {
    const reply = await operatorOf(around, options).read('/persons/recoveries');
    const recoveries = Array.isArray(reply['recoveries']) ? reply['recoveries'] : [];
    const rows = recoveries.map((each) => rowOf(membersOf(each) ?? {}));
    report({
      exitCode: EXIT.ok,
      document: { ok: true, ...reply },
      lines: tableLines(['PERSON', 'ASKED', 'WAITS UNTIL', 'APPROVED'], rows),
    });
  });
}

function rowOf({ personId = '', requestedAt, waitsUntil, approvedAt }: Members): readonly string[] {
  const approved = approvedAt == null ? 'no' : timeText(approvedAt);
  return [String(personId), timeText(requestedAt), timeText(waitsUntil), approved];
}

/** `wardkeep person recover`: for the last administrator, whom nobody else can answer. */
export function recoverCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'recover',
    'Approve that a person who asked for it signs in with the password alone, once, after the waiting time. Make sure first that it is them.',
  )
    .argument('<person>', 'id of the person')
    .action(async (text: string, options: ServerOptions) => {
      const operator = operatorOf(around, options);
      const result = await operator.tell('/persons/recover', { personId: personIdOf(text) });
      const done = 'Approved: the next sign-in after the waiting time needs the password alone.';
      report(workOutcome(result, result['changed'] === false ? 'It was so already.' : done));
    });
}
