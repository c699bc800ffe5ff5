import { generateKeyPairSync, sign } from 'node:crypto';
import * as crypto from '@wardkeep/crypto';
import { expect, test } from 'vitest';
import { checkpointText, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { emptyRoot } from './merkle.ts';
import { openNote, signNote, verifierKey } from './signed-note.ts';
import { testKeys } from './test-log.ts';

const keys = testKeys(crypto);
const note = signCheckpoint(keys, '2026', { size: 7, root: emptyRoot });
const refused = expect.objectContaining({ name: 'AuditError', code: 'bad_checkpoint' });
const opening = (text: string, log = '2026') => {
  return () => openCheckpoint(text, keys.checkpointKey, log);
};

// The example of the C2SP signed-note and x/mod/sumdb/note documentation: a published key and note.
const published = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note:
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const publishedKey = {
  name: 'PeterNeumann',
  publicKey: Buffer.from(published.vkey.split('+').slice(2).join('+'), 'base64').subarray(1),
};

test("another implementation's note opens, and its key has the published spelling", () => {
  expect(openNote(published.note, publishedKey)).toContain('cryptography is the answer');
  expect(verifierKey(publishedKey)).toBe(published.vkey);
});

test('a checkpoint is the three lines, the origin and key name being the log', () => {
  const lines = note.split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'test.example/audit/2026',
    '7',
    '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    '',
  ]);
  expect(lines[4]).toMatch(/^\u2014 test\.example\/audit\/2026 [A-Za-z0-9+/]{90,92}=*$/u);
  expect(opening(note)()).toEqual({
    origin: 'test.example/audit/2026',
    size: 7,
    root: emptyRoot,
  });
});

test('a checkpoint of another log, key, size or root is refused', () => {
  expect(opening(note, '2027')).toThrow(refused);
  expect(() => openCheckpoint(note, testKeys(crypto).checkpointKey, '2026')).toThrow(refused);
  expect(opening(note.replace('\n7\n', '\n8\n'))).toThrow(refused);
  expect(opening(note.replace('47DEQ', '47DER'))).toThrow(refused);
});

test('a note of this log signed under its key but with another origin is refused', () => {
  const key = { name: 'test.example/audit/2026', publicKey: keys.checkpointKey.publicKey };
  const text = checkpointText({ origin: 'elsewhere', size: 7, root: emptyRoot });
  const crossed = signNote(text, key, (bytes) => keys.signCheckpoint(bytes));
  expect(opening(crossed)).toThrow(refused);
});

test('any flipped byte of the note is refused', () => {
  for (let at = 0; at < note.length; at += 1) {
    const changed = note[at] === 'A' ? 'B' : 'A';
    expect(opening(note.slice(0, at) + changed + note.slice(at + 1))).toThrow(refused);
  }
});

test("a witness's signature beside the log's is ignored, a second and false one of the log's is not", () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const other = {
    name: 'witness.example',
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
  };
  const text = openNote(note, { ...keys.checkpointKey, name: 'test.example/audit/2026' });
  const cosignature = signNote(text, other, (bytes) => sign(null, bytes, privateKey));
  const line = cosignature.slice(text.length + 1);
  expect(opening(note + line)().size).toBe(7);
  expect(opening(`${text}\n${line}`)).toThrow(refused);
  const ours = { ...keys.checkpointKey, name: 'test.example/audit/2026' };
  const forged = signNote(text, ours, (bytes) => sign(null, bytes, privateKey));
  expect(opening(note + forged.slice(text.length + 1))).toThrow(refused);
});

test.each([
  ['no signature', 'a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ['nothing', ''],
  ['no last newline', note.slice(0, -1)],
  ['a control character', note.replace('audit', 'au\tdit')],
  ['a carriage return', note.replaceAll('\n', '\r\n')],
  ['a signature line that is none', `${note}- test.example AAAA\n`],
  ['base64 with bits left over', note.replace(/=\n$/, '\n')],
])('a note with %s is refused', (_, text) => {
  expect(opening(text)).toThrow(refused);
});

test.each([
  ['a leading zero', 'o\n07\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ['a sign', 'o\n+7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ['a size past 2^53', 'o\n9007199254740993\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ['an empty origin', '\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ['a short root', 'o\n7\n47DEQpj8HBSa\n'],
  ['another spelling of the root', 'o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n'],
  ['an empty extension line', 'o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n'],
  ['no end', 'o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
])('a checkpoint with %s is refused', (_, text) => {
  expect(() => parseCheckpoint(text)).toThrow(refused);
});

test('the text of a checkpoint reads back as the same checkpoint', () => {
  for (const size of [0, 1, 2 ** 53 - 1]) {
    const checkpoint = { origin: 'clinic.example/audit/2026', size, root: emptyRoot };
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
  }
});
