import type { ImportUnits, ProblemError, SentUnit } from '@wardkeep/client';
import type { NotTaken, ReplyOf, importPatient } from '@wardkeep/contract';

export type PatientReport = ReplyOf<typeof importPatient>;

/** One thing that did not come in. */
export type Line =
  /** A file, or a line of one, that was not sent. */
  | { readonly kind: 'left-out'; readonly name: string; readonly why: string }
  /** A patient of whom nothing was stored. */
  | { readonly kind: 'refused'; readonly name: string; readonly problem: ProblemError }
  /** A record of a patient whose others were stored. */
  | { readonly kind: 'part'; readonly name: string; readonly notTaken: NotTaken };

export interface Counts {
  /** Patients. */
  readonly done: number;
  readonly total: number;
  readonly isNew: number;
  readonly isKnown: number;
  /** Patients, and what was not sent at all. */
  readonly refused: number;
  /** Records. */
  readonly imported: number;
  readonly unchanged: number;
  readonly notTaken: number;
}

/** What is listed of a very wrong import; the rest is counted. */
export const LINES_MOST = 5000;

export interface Ledger {
  readonly take: (sent: SentUnit<PatientReport>) => void;
  readonly counts: () => Counts;
  /** The first {@link LINES_MOST}. */
  readonly lines: () => readonly Line[];
}

/** Keeps count of one import, however many patients it has. */
export function createLedger({ units, leftOut, leftOutCount }: ImportUnits): Ledger {
  const lines: Line[] = [];
  const add = (line: Line): void => {
    if (lines.length < LINES_MOST) lines.push(line);
  };
  for (const { name, why } of leftOut) add({ kind: 'left-out', name, why });
  let counts: Counts = { ...NONE, total: units.length, refused: leftOutCount };
  return {
    take: (sent) => {
      const { name } = sent.unit;
      counts = counted(counts, sent);
      if ('problem' in sent) add({ kind: 'refused', name, problem: sent.problem });
      else sent.report.notTaken.forEach((notTaken) => add({ kind: 'part', name, notTaken }));
    },
    counts: () => counts,
    lines: () => lines,
  };
}

export const NONE: Counts = {
  done: 0,
  total: 0,
  isNew: 0,
  isKnown: 0,
  refused: 0,
  imported: 0,
  unchanged: 0,
  notTaken: 0,
};

function counted(before: Counts, sent: SentUnit<PatientReport>): Counts {
  const done = before.done + 1;
  if ('problem' in sent) return { ...before, done, refused: before.refused + 1 };
  const { isNew, imported, unchanged, notTakenCount } = sent.report;
  return {
    ...before,
    done,
    isNew: before.isNew + (isNew ? 1 : 0),
    isKnown: before.isKnown + (isNew ? 0 : 1),
    imported: before.imported + imported,
    unchanged: before.unchanged + unchanged,
    notTaken: before.notTaken + notTakenCount,
  };
}

/** For a file that a sender can work through: where, code and reason, one a line, in the words of the server. */
export function reportText(lines: readonly Line[]): string {
  return lines
    .flatMap(rowsOf)
    .map((row) => `${row.map((cell) => cell.replaceAll(/\s+/g, ' ')).join('\t')}\n`)
    .join('');
}

function rowsOf(line: Line): readonly (readonly string[])[] {
  if (line.kind === 'left-out') return [[line.name, '', 'bad_file', `It ${line.why}.`]];
  if (line.kind === 'part') {
    const { where, code, why } = line.notTaken;
    return [[line.name, where, code, why]];
  }
  const { code, detail, errors = [] } = line.problem.problem;
  if (errors.length === 0) return [[line.name, '', code, detail]];
  return errors.map(({ path, message }) => [line.name, path, code, message]);
}
