import type { Resource } from '@wardkeep/contract';
import {
  type RecordWords,
  type Row,
  type Shown,
  describeElements,
  noteText,
} from '../records/index.ts';

/** One thing that two versions say differently. */
export interface Difference {
  /** Where, in words: `Parts › Systolic › Value`. */
  readonly label: string;
  /** What only the first says. */
  readonly before: readonly string[];
  /** What only the second says. */
  readonly after: readonly string[];
}

/** What differs for a reader; what only machines need is left out, as it is on the record's page. */
export function compareRecords(
  before: Resource,
  after: Resource,
  words: RecordWords,
): Difference[] {
  const rows = compareRows(describeElements(before, words), describeElements(after, words), '');
  return [...rows, ...compareNotes(before, after, words)];
}

function compareNotes(before: Resource, after: Resource, words: RecordWords): Difference[] {
  const [was, is] = [noteText(before), noteText(after)];
  if (was === is) return [];
  return [
    {
      label: words.label('text'),
      before: was === undefined ? [] : [was],
      after: is === undefined ? [] : [is],
    },
  ];
}

function compareRows(
  before: readonly Row[],
  after: readonly Row[],
  within: string,
): readonly Difference[] {
  const elements = new Set([...before, ...after].map(({ element }) => element));
  return [...elements].flatMap((element) => {
    const was = before.find((row) => row.element === element);
    const is = after.find((row) => row.element === element);
    const label = `${within}${is?.label ?? was?.label ?? element}`;
    return compareValues(was?.values ?? [], is?.values ?? [], label);
  });
}

function compareValues(
  before: readonly Shown[],
  after: readonly Shown[],
  label: string,
): readonly Difference[] {
  if (before.length === after.length && [...before, ...after].every(({ kind }) => kind === 'group'))
    return before.flatMap((was, place) => {
      const number = before.length > 1 ? ` ${place + 1}` : '';
      return compareRows(rowsOf(was), rowsOf(after[place]), `${label}${number} › `);
    });
  const [was, is] = [before.map(wordsOf), after.map(wordsOf)];
  const gone = rest(was, is);
  const come = rest(is, was);
  return gone.length === 0 && come.length === 0 ? [] : [{ label, before: gone, after: come }];
}

function rowsOf(shown: Shown | undefined): readonly Row[] {
  return shown?.kind === 'group' ? shown.rows : [];
}

/** A group as one line: `Dose: 5 mg, When: daily`. */
function wordsOf(shown: Shown): string {
  if (shown.kind !== 'group') return shown.text;
  return shown.rows
    .map(({ label, values }) => `${label}: ${values.map(wordsOf).join(', ')}`)
    .join(', ');
}

/** What is in the first list and, as often, not in the second. */
function rest(from: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return from.filter((one) => {
    const place = left.indexOf(one);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}
