import { isFine, rememberAndCompare, type ComparedLog } from '@wardkeep/client';
import { EXIT } from '../cli-error.ts';
import { operatorOf, type Operator, type ServerOptions } from '../operator-command.ts';
import { membersOf, notOurs, type Members } from '../operator-reply.ts';
import type { Outcome } from '../outcome.ts';
import { configurationDirectory, type Surroundings } from '../surroundings.ts';
import { acceptRestore } from './accept-restore.ts';
import { checkpointFile, type CheckpointFile } from './checkpoint-file.ts';
import { faultText } from './fault.ts';
import { operatorFetchers, readServedLogs } from './served-logs.ts';

interface Checked {
  readonly log: string;
  /** What the server found in its own database; undefined for a log that it no longer has. */
  readonly found: Members | undefined;
  /** What was remembered here of it. */
  readonly compared: ComparedLog | undefined;
}

/**
 * Has the server recompute every log, then compares its checkpoints with what this user's commands remember of them. The
 * second finds what a server that was taken over would not say.
 */
export async function verifyServer(
  around: Surroundings,
  { acceptRestore: accepted, ...options }: ServerOptions & { readonly acceptRestore?: string },
): Promise<Outcome> {
  const operator = operatorOf(around, options);
  const { name } = await readServedLogs(operator);
  const memory = checkpointFile(configurationDirectory(around), name);
  const acceptedLines =
    accepted === undefined ? [] : [await accept(around, { log: accepted, operator, memory })];
  const found = await foundByServer(operator);
  const compared = await rememberAndCompare(operatorFetchers(operator), memory);
  const logs = [...new Set([...compared.map(({ log }) => log), ...found.keys()])];
  const checked = logs.map((log): Checked => {
    return { log, found: found.get(log), compared: compared.find((each) => each.log === log) };
  });
  const ok = checked.every(isRight);
  return {
    exitCode: ok ? EXIT.ok : EXIT.found,
    document: { ok, name, logs: checked.map(documentOf), remembered: memory.location },
    lines: [
      ...acceptedLines,
      ...(checked.length === 0
        ? [
            'There is no log yet: nothing has happened that is recorded, so there is nothing to verify.',
          ]
        : checked.flatMap(linesOf)),
      `remembered in ${memory.location}`,
    ],
  };
}

async function accept(
  around: Surroundings,
  {
    log,
    operator,
    memory,
  }: { readonly log: string; readonly operator: Operator; readonly memory: CheckpointFile },
): Promise<string> {
  const begun = await acceptRestore(log, operatorFetchers(operator), { memory, at: around.now() });
  return `log ${log}: what was seen here before is set aside: log ${begun} begins with it, and the gap is told there.`;
}

async function foundByServer(operator: Operator): Promise<ReadonlyMap<string, Members>> {
  const { logs } = await operator.tell('/audit/verify', {});
  if (!Array.isArray(logs)) throw notOurs();
  const found = logs.map((each) => membersOf(each) ?? {});
  return new Map(found.map((each) => [String(each['log']), each]));
}

function isRight({ found, compared }: Checked): boolean {
  return found?.['ok'] === true && compared !== undefined && isFine(compared);
}

function documentOf({ log, found, compared }: Checked): object {
  const { verdict, why, rememberedSize, restoredInto } = compared ?? {};
  return { log, ...found, compared: { verdict, why, rememberedSize, restoredInto } };
}

function linesOf({ log, found, compared }: Checked): readonly string[] {
  const { size, at, why } = found ?? {};
  const first =
    found === undefined
      ? `log ${log}: the server has no such log`
      : found['ok'] === true
        ? `log ${log}: ${String(size)} leaves, and every one fits`
        : `log ${log}: FAULT at leaf ${String(at)}: ${String(why)}: ${faultText(String(why))}`;
  return [first, ...(compared === undefined ? [] : [`  ${comparedText(compared)}`])];
}

function comparedText(compared: ComparedLog): string {
  const { verdict, size, rememberedSize, restoredInto } = compared;
  const sizes = `${size ?? 'none'}, and ${rememberedSize ?? 'none'} were seen here before`;
  switch (verdict) {
    case 'first-seen':
      return 'seen here for the first time, and remembered';
    case 'same':
      return 'as it was seen here before';
    case 'grown':
      return `only added to since it was seen here before (${rememberedSize ?? 0} leaves)`;
    case 'forked':
      return `FORKED: this log is not the one that was seen here before (${String(compared.why)}). Somebody rewrote it.`;
    case 'key-changed':
      return 'KEY CHANGED: another key signs this log than before.';
    case 'went-back':
      return restoredInto === null
        ? `WENT BACK: leaves are ${sizes}. A restore, or somebody cut it off.`
        : `WENT BACK: leaves are ${sizes}. Log ${restoredInto} was begun for it and says so: a restore. If it was yours: --accept-restore ${compared.log}`;
  }
}
