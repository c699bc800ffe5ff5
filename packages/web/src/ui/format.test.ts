import { expect, test, vi } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en', 'UTC');
const de = createFormat('de', 'UTC');
/** Intl puts narrow and unbreakable spaces where the language asks for them. */
const plain = (words: string) => words.replaceAll(/[\u00a0\u202f]/g, ' ');

test.each([
  ['2011', '2011', '2011'],
  ['2011-05', 'May 2011', 'Mai 2011'],
  ['2011-05-12', 'May 12, 2011', '12.05.2011'],
  ['2011-05-12T07:00:48+02:00', 'May 12, 2011, 5:00 AM', '12.05.2011, 05:00'],
  ['last summer', 'last summer', 'last summer'],
])('the FHIR date %s is as precise as it was written', (value, english, german) => {
  expect(plain(en.fhirDate(value))).toBe(english);
  expect(plain(de.fhirDate(value))).toBe(german);
});

test.each(['Pacific/Honolulu', 'Pacific/Kiritimati'])(
  'a birth date is the same day in %s',
  (zone) => {
    vi.stubEnv('TZ', zone);
    expect(createFormat('en').fhirDay('2000-01-01')).toBe('Jan 1, 2000');
    vi.unstubAllEnvs();
  },
);

test.each([
  [0, '0 bytes'],
  [1023, '1,023 bytes'],
  [11 * 1024, '11 kB'],
  [64 * 1024 ** 2, '64 MB'],
  [1.5 * 1024 ** 3, '1.5 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(plain(en.bytes(bytes))).toBe(words);
});

test.each([
  ['2026-11-23T12:00:00Z', 'tomorrow', 'morgen'],
  ['2026-11-22T15:00:00Z', 'in 3 hours', 'in 3 Stunden'],
  ['2026-11-22T11:58:00Z', '2 minutes ago', 'vor 2 Minuten'],
  ['2026-11-22T12:00:20Z', 'this minute', 'in dieser Minute'],
])('%s seen from noon', (at, english, german) => {
  const now = new Date('2026-11-22T12:00:00Z');
  expect(en.relative(at, now)).toBe(english);
  expect(de.relative(at, now)).toBe(german);
});

test('a currency that nobody knows is written as it came', () => {
  expect(en.money(140.52, 'USD')).toBe('$140.52');
  expect(en.money(3, 'shells')).toBe('3 shells');
});
