import type { Command } from 'commander';
import { EXIT } from '../../cli-error.ts';
import { runningWork } from '../../key-work.ts';
import { operatorCommand, operatorOf, type ServerOptions } from '../../operator-command.ts';
import { membersOf, type Members } from '../../operator-reply.ts';
import type { Report } from '../../outcome.ts';
import type { Surroundings } from '../../surroundings.ts';
import { ageText, tableLines, timeText } from '../../table.ts';

/** What to do about each notice; the words are docs/operating-keys.md in one sentence. */
const ADVICE: Readonly<Record<string, string>> = {
  'same-disk': 'the passphrase lies on the disk of the data: move it to another place',
  'backup-root-here':
    'the private half of the backup root still lies where it was written: move it away from this machine',
  'key-store-same-disk':
    'every copy of the key store lies on the disk of the data: name another with WARDKEEP_KEY_STORE_COPIES',
  'rotation-overdue': 'the epoch key is older than it should be: the log says why',
  'keys-unreachable':
    'the provider of the root key does not answer: the keys leave memory soon, and come back by themselves',
  'recovery-kit-unconfirmed': 'nobody has said yet that the recovery kit is on paper',
  'audit-lag': 'the audit log is behind',
};

/** `wardkeep keys status`: which keys there are, how old, and what comes next. */
export function keysStatusCommand(around: Surroundings, report: Report): Command {
  return operatorCommand(
    'status',
    'Show the keys: who holds the root, epochs, what is due.',
  ).action(async (options: ServerOptions) => {
    const keys = await operatorOf(around, options).read('/keys');
    report({
      exitCode: EXIT.ok,
      document: { ok: true, ...keys },
      lines: linesOf(keys, around.now()),
    });
  });
}

function linesOf(keys: Members, now: Date): readonly string[] {
  const { state } = keys;
  return [
    ...(state === undefined ? [] : [`keys: ${textOf(state)}`]),
    ...(keys['provider'] === undefined ? [] : openLines(keys, now)),
    ...runningWork(keys).map((work) =>
      `work: ${work.name} ${work.state} ${work.progress}`.trimEnd(),
    ),
    ...noticeLines(keys['notices']),
  ];
}

/** What is known while the keys are open. */
function openLines(keys: Members, now: Date): readonly string[] {
  const epochs = listOf(keys['epochs']).map((epoch) => epochRow(epoch, now));
  const stores = Array.isArray(keys['keyStore']) ? keys['keyStore'].map(textOf) : [];
  return [
    `root key: ${textOf(keys['provider'])} ${textOf(keys['reference'])}`.trimEnd(),
    ...stores.map((directory) => `key store: ${directory}`),
    '',
    ...tableLines(['EPOCH', 'STATE', 'AGE', 'SINCE', 'KEYS', 'DESTROYED FROM'], epochs),
    '',
    `next rotation: ${timeText(keys['nextRotationAt'])}`,
    `last report: ${reportText(membersOf(keys['lastReport']))}`,
  ];
}

function epochRow(epoch: Members, now: Date): readonly string[] {
  const { epochId, id = epochId, state, createdAt, stateSince, personKeys, heldUntil } = epoch;
  return [
    textOf(id),
    textOf(state),
    ageText(createdAt, now),
    timeText(stateSince),
    textOf(personKeys),
    state === 'destroyed' ? '' : timeText(heldUntil),
  ];
}

function reportText(report: Members | undefined): string {
  if (report === undefined) return 'none yet';
  const { kind, createdAt, reportId } = report;
  return `${textOf(kind)}, ${timeText(createdAt)}, ${textOf(reportId)}`;
}

function noticeLines(value: unknown): string[] {
  const notices = Array.isArray(value) ? value.map(textOf) : [];
  return notices.map((notice) => {
    const advice = ADVICE[notice];
    return `notice: ${notice}${advice === undefined ? '' : `: ${advice}`}`;
  });
}

function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.map((each) => membersOf(each) ?? {}) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
