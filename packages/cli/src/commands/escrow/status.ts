import type { Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { membersOf, type Members } from '../../operator-reply.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { tableLines, timeText } from '../../table.ts';

const FOUND: Readonly<Record<string, string>> = {
  missing: 'less is there than was brought: checkpoints were taken away',
  forked:
    'the log did not grow from what is there: somebody rewrote it, or an older database is back',
};

const ADVICE: Readonly<Record<string, string>> = {
  'no-escrow':
    'nothing is kept outside the disk of the data: whoever has the server can rewrite the log unseen',
  'escrow-stuck': 'a place has taken nothing for an hour',
  'escrow-mismatch':
    'what is kept outside is not what was brought there, or not what the log grew from: wardkeep escrow compare',
};

/** `wardkeep escrow status`: each place, what it was brought last, and what comparing it said. */
export function escrowStatusCommand(around: Surroundings, report: Report): Command {
  return operatorCommand('status', 'Show each place, and what it was brought last.').action(
    async (options: ServerOptions) => {
      const reply = await operatorOf(around, options).read('/escrow');
      const places = listOf(reply['places']).map((each) => rowOf(each));
      const notices = Array.isArray(reply['notices']) ? reply['notices'].map(String) : [];
      report({
        exitCode: EXIT.ok,
        document: { ok: true, ...reply },
        lines: [
          ...(places.length === 0 ? ['no place is set'] : tableLines(HEAD, places)),
          ...listOf(reply['places']).flatMap(foundAt),
          ...notices.map((notice) => `notice: ${notice}: ${ADVICE[notice] ?? ''}`),
        ],
      });
    },
  );
}

const HEAD = ['KIND', 'PLACE', 'LEAVES', 'BROUGHT', 'FAILS SINCE', 'WHY', 'COMPARED', 'VERDICT'];

function rowOf(place: Members): readonly string[] {
  const { sink, place: where, size, deliveredAt, failedAt, failure, comparedAt, verdict } = place;
  return [
    textOf(sink),
    textOf(where),
    textOf(size),
    timeText(deliveredAt),
    timeText(failedAt),
    textOf(failure),
    timeText(comparedAt),
    textOf(verdict),
  ];
}

function foundAt({ sink, verdict }: Members): readonly string[] {
  const found = FOUND[textOf(verdict)];
  return found === undefined ? [] : [`${textOf(sink)}: ${found}`];
}

function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.map((each) => membersOf(each) ?? {}) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}
