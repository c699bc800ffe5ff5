import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { CliError, EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { membersOf, type Members } from '../../operator-reply.ts';
import type { Report } from '../../outcome.ts';
import { checkedReason } from '../../reason.ts';
import { readNote } from '../../secret.ts';
import type { Surroundings } from '../../surroundings.ts';
import { tableLines, timeText } from '../../table.ts';
import { workOutcome } from '../../work-outcome.ts';

interface HoldOptions extends ServerOptions {
  readonly reason: string;
}

/** `wardkeep audit hold`: the reason comes from a file or standard input, so that it is in no shell's history. */
export function auditHoldCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'hold',
    'Keep the audit events of a year beyond their retention, for as long as a law or a court wants it.',
  )
    .argument('<year>', 'the year, such as 2026')
    .requiredOption(
      '--reason <file>',
      'file with the reason, which is sealed; - for standard input',
    )
    .action(async (year: string, options: HoldOptions) => {
      const body = { year: yearOf(year), reason: await reasonOf(around, options.reason) };
      const result = await operatorOf(around, options).tell('/audit/hold', body);
      const sentence =
        result['changed'] === false
          ? 'It is held already; the reason that was given first stays.'
          : 'Held: the events of this year stay until the hold is released.';
      report(workOutcome(result, sentence));
    });
}

/** `wardkeep audit release` */
export function auditReleaseCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'release',
    'End the hold of a year. What is past its retention goes with the next daily run.',
  )
    .argument('<year>', 'the year, such as 2026')
    .action(async (year: string, options: ServerOptions) => {
      const body = { year: yearOf(year) };
      const result = await operatorOf(around, options).tell('/audit/release', body);
      report(workOutcome(result, result['changed'] === false ? 'It was not held.' : 'Released.'));
    });
}

/** `wardkeep audit holds`: years that are held, and why; years that are gone. */
export function auditHoldsCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'holds',
    'List the years whose audit events are held, and those whose events are gone.',
  ).action(async (options: ServerOptions) => {
    const reply = await operatorOf(around, options).read('/audit/holds');
    const held = rowsOf(reply['holds']).map(({ year, placedAt, reason }) => [
      String(year),
      timeText(placedAt),
      // One line each; the whole of it is in the JSON document.
      shown(String(reason)),
    ]);
    const gone = rowsOf(reply['retired']).map(({ year, retiredAt, events }) => [
      String(year),
      timeText(retiredAt),
      String(events),
    ]);
    report({
      exitCode: EXIT.ok,
      document: { ok: true, ...reply },
      lines: [
        ...tableLines(['HELD', 'SINCE', 'REASON'], held),
        '',
        ...tableLines(['GONE', 'AT', 'EVENTS'], gone),
      ],
    });
  });
}

/** @throws {@link CliError} `usage` */
function yearOf(argument: string): number {
  if (/^[1-9][0-9]{3}$/.test(argument)) return Number(argument);
  throw new CliError('usage', 'That is no year: four digits, such as 2026.');
}

/** @throws {@link CliError} `bad_file`, `usage` */
async function reasonOf(around: Surroundings, file: string): Promise<string> {
  return checkedReason(file === '-' ? await text(around.stdin) : await readNote(file));
}

function rowsOf(value: unknown): readonly Members[] {
  return (Array.isArray(value) ? value : []).map((each) => membersOf(each) ?? {});
}

function shown(reason: string): string {
  const line = reason.replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
