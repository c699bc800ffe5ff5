import type { AccessLogEntry } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { createFormat } from '../../ui/format.ts';
import { type RecordWords, glossaryWords } from '../records/index.ts';
import { compareRecords } from './compare-rules.ts';
import { versionsIn } from './version-list.ts';
import { whoChanged } from './who-changed.ts';

const WORDS: RecordWords = {
  ...glossaryWords(() => undefined),
  format: createFormat('en', 'UTC'),
  yes: 'yes',
  no: 'no',
  since: (date) => `since ${date}`,
  until: (date) => `until ${date}`,
};
const record = (elements: object) => ({ resourceType: 'Condition', id: 'x', ...elements });
const compare = (before: object, after: object) =>
  compareRecords(record(before), record(after), WORDS);

test('only what differs, in words; what only machines need is no difference', () => {
  expect(
    compare(
      { meta: { versionId: '1' }, code: { text: 'A' }, onsetDateTime: '2019' },
      { meta: { versionId: '2' }, code: { text: 'A' }, onsetDateTime: '2020-03' },
    ),
  ).toEqual([{ label: 'Onset', before: ['2019'], after: ['March 2020'] }]);
});

test('of a list only what went and what came', () => {
  const note = (...texts: string[]) => ({ note: texts.map((text) => ({ text })) });
  expect(compare(note('a', 'b'), note('b', 'c', 'b'))).toEqual([
    { label: 'Note', before: ['a'], after: ['c', 'b'] },
  ]);
});

test('what is nested is named by its way there', () => {
  const part = (value: number) => ({ code: { text: 'P' }, valueQuantity: { value, unit: 'mm' } });
  expect(compare({ component: [part(1), part(2)] }, { component: [part(1), part(3)] })).toEqual([
    { label: 'Component 2 › Value', before: ['2 mm'], after: ['3 mm'] },
  ]);
});

test('the words of a note are compared as words', () => {
  const document = (text: string) => ({
    content: [{ attachment: { contentType: 'text/plain', data: btoa(text) } }],
  });
  expect(compare(document('a'), document('b'))).toEqual([
    { label: 'Text', before: ['a'], after: ['b'] },
  ]);
});

const HISTORY = {
  resourceType: 'Bundle',
  entry: [
    {
      request: { method: 'DELETE' },
      response: { etag: 'W/"3"', lastModified: '2026-01-03T10:00:00Z' },
    },
    {
      resource: record({}),
      request: { method: 'PUT' },
      response: { etag: 'W/"2"', lastModified: '2026-01-02T10:00:00Z' },
    },
    {
      resource: record({}),
      request: { method: 'POST' },
      response: { etag: 'W/"1"', lastModified: '2026-01-01T10:00:00Z' },
    },
  ],
};

test('a history Bundle is a list of versions, newest first', () => {
  expect(versionsIn(HISTORY).map(({ number, did }) => [number, did])).toEqual([
    [3, 'deleted'],
    [2, 'changed'],
    [1, 'created'],
  ]);
});

test('who wrote a version is who wrote this record at that moment', () => {
  const [, version] = versionsIn(HISTORY);
  if (!version) throw new Error('no version');
  const actor = { kind: 'person', role: 'provider', id: null, displayName: 'Demo Doctor' } as const;
  const entry: AccessLogEntry = {
    eventId: '33333333-3333-4333-8333-333333333333',
    occurredAt: '2026-01-02T10:00:00.400Z',
    action: 'record.update',
    outcome: 'success',
    actor,
    relationship: null,
    resources: [{ type: 'Condition', id: 'x' }],
    resourceCount: 1,
    leafIndex: 1,
    question: null,
    isAltered: false,
  };
  const which = { type: 'Condition', id: 'x' };
  expect(whoChanged(version, which, [entry])).toEqual(actor);
  expect(whoChanged(version, which, [{ ...entry, action: 'record.read' }])).toBeUndefined();
  expect(whoChanged(version, { ...which, id: 'y' }, [entry])).toBeUndefined();
  expect(
    whoChanged(version, which, [{ ...entry, occurredAt: '2026-01-02T10:05:00Z' }]),
  ).toBeUndefined();
});
