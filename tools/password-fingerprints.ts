/**
 * Writes features/accounts/password-fingerprints.ts anew from a list of the most common passwords (one a line, most
 * common first, gzip): the estimate knows most of them, and this list makes sure of the rest.
 *
 *   node tools/password-fingerprints.ts <list.txt.gz>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fingerprint } from '../packages/server/src/features/accounts/password-fingerprint.ts';
import { listedForms } from '../packages/server/src/features/accounts/password-rules.ts';

const LEAST = 12;
const PER_LINE = 8;
const TARGET = '../packages/server/src/features/accounts/password-fingerprints.ts';

const [, , list] = process.argv;
if (list === undefined)
  throw new Error('Which list? node tools/password-fingerprints.ts <list.txt.gz>');
const passwords = gunzipSync(readFileSync(list)).toString().split('\n');
const long = passwords.filter((each) => Array.from(each.normalize('NFC')).length >= LEAST);
const all = [...new Set(long.flatMap(listedForms).map(fingerprint))].toSorted();
const lines = Array.from({ length: Math.ceil(all.length / PER_LINE) }, (_each, line) =>
  all.slice(line * PER_LINE, (line + 1) * PER_LINE).join(' '),
);
const text = `/**
 * Of the passwords with at least ${LEAST} characters among the 100,000 most common ones (SecLists, MIT): the beginning of
 * their SHA-256, so that no list of passwords lies here. Written by tools/password-fingerprints.ts.
 */
export const COMMON_FINGERPRINTS: readonly string[] = \`
${lines.join('\n')}\`
  .trim()
  .split(/\\s/);
`;
writeFileSync(path.resolve(import.meta.dirname, TARGET), text);
