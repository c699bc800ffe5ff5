import { expect, test } from 'vitest';
import {
  EMPTY_SELECTION,
  RECORDS_MOST,
  hasRecord,
  selectionFits,
  selectionSize,
  withDocuments,
  withRecords,
} from './share-selection.ts';

const A = { type: 'Condition', id: 'a' };
const SAME_ID = { type: 'Observation', id: 'a' };

test('choosing a record twice chooses it once', () => {
  const twice = withRecords(withRecords(EMPTY_SELECTION, [A], true), [A, SAME_ID], true);
  expect(selectionSize(twice)).toBe(2);
});

test('records of different types may have the same id', () => {
  const selection = withRecords(EMPTY_SELECTION, [A], true);
  expect(hasRecord(selection, SAME_ID)).toBe(false);
});

test('taking a section out leaves the rest', () => {
  const all = withDocuments(withRecords(EMPTY_SELECTION, [A, SAME_ID], true), ['d', 'e'], true);
  const rest = withDocuments(withRecords(all, [A], false), ['d'], false);
  expect(rest).toEqual({ records: [SAME_ID], documents: ['e'] });
});

test('more than the contract takes does not fit', () => {
  const records = Array.from({ length: RECORDS_MOST + 1 }, (_, place) => ({
    type: 'Observation',
    id: String(place),
  }));
  expect(selectionFits(withRecords(EMPTY_SELECTION, records, true))).toBe(false);
  expect(selectionFits(withRecords(EMPTY_SELECTION, records.slice(1), true))).toBe(true);
});
