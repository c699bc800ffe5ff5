import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deChart } from './de-chart.ts';
import { de as deFirst } from './de.ts';
import { enChart } from './en-chart.ts';
import { type MessageKey, en as enFirst } from './en.ts';

/** Both that come first and what comes with the pages of a chart. */
const en = { ...enFirst, ...enChart };
const de = { ...deFirst, ...deChart };

const SOURCES = join(import.meta.dirname, '../..');
// Object.keys forgets the type of the keys.
const KEYS = Object.keys(en) as MessageKey[];

/** Units and names of products have no other words. */
const ALIKE: readonly MessageKey[] = [
  'app.pageTitle',
  'audit.seconds',
  'keys.provider.aws-kms',
  'keys.provider.gcp-kms',
  'keys.provider.azure-key-vault',
  'event.person',
  'escrow.name',
  'share.qr.caption',
  'concept.cvx-207',
  'versions.number',
];

test('every message is in both catalogues', () => {
  expect(Object.keys(de).toSorted()).toEqual(KEYS.toSorted());
});

test('no message is empty, or the same in both languages by oversight', () => {
  expect(KEYS.filter((key) => en[key].trim() === '' || de[key].trim() === '')).toEqual([]);
  const same = KEYS.filter((key) => en[key] === de[key] && / /.test(en[key]));
  expect(same).toEqual(ALIKE.filter((key) => same.includes(key)));
});

test.each([en, de])('every message is valid ICU', (catalogue) => {
  // What lingui can't parse, it logs and hands back as it was.
  const broken = Object.values(catalogue).filter(
    (message) => message.includes('{') && typeof compileMessage(message) === 'string',
  );
  expect(broken).toEqual([]);
});

test('a message names the same values in both languages', () => {
  for (const key of KEYS) {
    expect({ key, names: placeholders(de[key]) }).toEqual({ key, names: placeholders(en[key]) });
  }
});

test('every message is used, and none is written past the catalogue', () => {
  const code = sources(SOURCES).join('\n');
  const unused = KEYS.filter((key) => !code.includes(`'${key}'`) && !isComputed(key, code));
  expect(unused).toEqual([]);
});

/** Names of arguments, not the words inside of plural and select branches. */
function placeholders(message: string): string[] {
  const found = new Set<string>();
  const walk = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      found.add(String(token[0]));
      const branches: unknown = token[2];
      if (typeof branches === 'object' && branches) Object.values(branches).forEach(walk);
    }
  };
  walk(compileMessage(message));
  found.delete('#');
  return [...found].toSorted();
}

/** `t(`role.${role}`)` uses every `role.…`, and so does the glossary for its three kinds of words. */
function isComputed(key: string, code: string): boolean {
  const parts = key.split('.');
  const prefixes = parts.map((_, end) => `${parts.slice(0, end).join('.')}.`).slice(1);
  const words = ['code.', 'field.', 'kind.'];
  return prefixes.some((prefix) => words.includes(prefix) || code.includes(`\`${prefix}\${`));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$|messages/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
