import type { Command } from 'commander';
import { EXIT } from '../../../cli-error.ts';
import {
  operatorCommand,
  operatorOf,
  type Operator,
  type ServerOptions,
} from '../../../operator-command.ts';
import { membersOf, type Members } from '../../../operator-reply.ts';
import type { Report } from '../../../outcome.ts';
import type { Surroundings } from '../../../surroundings.ts';
import { tableLines, timeText } from '../../../table.ts';

/** `wardkeep keys report list`: with the key that verifies them, to be kept where the reports are not. */
export function listReportsCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'list',
    'List the reports, newest first, and the key that verifies them.',
  ).action(async (options: ServerOptions) => {
    const operator = operatorOf(around, options);
    const { reports: listed } = await operator.read('/keys/reports');
    const reports = (Array.isArray(listed) ? listed : []).map((each) => membersOf(each) ?? {});
    const verifierKey = await verifierKeyOf(operator, reports[0]);
    report({
      exitCode: EXIT.ok,
      document: { ok: true, reports, verifierKey },
      lines: [
        ...tableLines(['REPORT', 'KIND', 'TIME'], reports.map(rowOf)),
        ...(typeof verifierKey === 'string' ? ['', `key: ${verifierKey}`] : []),
      ],
    });
  });
}

function rowOf({ reportId = '', kind = '', createdAt }: Members): readonly string[] {
  return [String(reportId), String(kind), timeText(createdAt)];
}

/** The same for all of them; the server says it with each. */
async function verifierKeyOf(operator: Operator, newest: Members | undefined): Promise<unknown> {
  if (newest === undefined) return null;
  const { verifierKey } = await operator.read(`/keys/reports/${String(newest['reportId'])}`);
  return verifierKey;
}
