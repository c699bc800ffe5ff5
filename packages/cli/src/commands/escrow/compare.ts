import type { Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { membersOf, type Members } from '../../operator-reply.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readNote } from '../../secret.ts';
import { tableLines } from '../../table.ts';
import { unsettledLines } from './unsettled.ts';

interface Options extends ServerOptions {
  readonly all?: boolean;
  readonly note?: string;
}

/** Nothing that an operator must act on at once. */
const FINE: ReadonlySet<unknown> = new Set(['consistent', 'behind']);

/**
 * `wardkeep escrow compare`: reads every place back. Exit 0 when the log grew from all that they hold; 4 when one holds
 * something else (`forked`), less than it was brought (`missing`) or nothing that can be read (`unreadable`).
 */
export function compareEscrowCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('compare', 'Read back what is kept outside, and hold the log against it.')
    .option('--all', 'every checkpoint that is kept, and not the newest and some others')
    .option('--note <file>', 'only this checkpoint, from an e-mail or a webhook')
    .action(async ({ all = false, note: file, ...options }: Options) => {
      const given = file === undefined ? {} : { note: await readNote(file) };
      const result = await operatorOf(around, options).tell('/escrow/compare', { all, ...given });
      const compared = Array.isArray(result['compared']) ? result['compared'] : [];
      const rows = compared.map((each) => rowOf(membersOf(each) ?? {}));
      const ok = FINE.has(result['verdict']);
      report({
        exitCode: ok ? EXIT.ok : EXIT.found,
        document: { ok, ...result },
        lines: [
          ...(rows.length === 0
            ? ['no place is set that can be read back']
            : tableLines(HEAD, rows)),
          ...unsettledLines(result['unsettled']),
          ...(ok
            ? []
            : ['This stays until it is settled: docs/escrow.md, "When something is found".']),
        ],
      });
    });
}

const HEAD = ['KIND', 'PLACE', 'OF', 'VERDICT', 'SIZE', 'LOOKED AT', 'WHY'];

function rowOf(comparison: Members): readonly string[] {
  const { sink, place, log, verdict, size, looked, failure, lacking } = comparison;
  const of = typeof log === 'string' ? `log ${log}` : 'restrictions';
  const fewer = typeof lacking === 'number' && lacking > 0 ? `${lacking} taken away` : '';
  const why = typeof failure === 'string' ? failure : fewer;
  return [sink, place, of, verdict, size, looked, why].map(textOf);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}
