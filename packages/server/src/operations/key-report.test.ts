import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { signNote } from '../audit/signed-note.ts';
import { reportVerifierKey, signReport, verifyReport, type ReportKey } from './key-report.ts';

/** RFC 8032 §7.1, test 1. */
const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
const publicKey = Buffer.from(x, 'base64url');
const installationId = '01a1ee56-5e00-4000-8000-000000000001';
const key: ReportKey = {
  installationId,
  name: `wardkeep-${installationId}/reports`,
  publicKey,
  sign: (text) => sign(null, text, privateKey),
};

const [old, now] = ['0a'.repeat(16), '0b'.repeat(16)];
const report = {
  reportId: '01a1ee56-5e00-4000-8000-000000000002',
  kind: 'rotation',
  begunAt: new Date('2026-11-22T09:45:52.123Z'),
  endedAt: new Date('2026-11-22T09:45:53.456Z'),
  lines: [
    ['reason', 'scheduled'],
    ['from', old],
    ['to', now],
    ['rewrapped', 'person_key', 812],
    ['rewrapped', 'service_key', 14],
    ['left', 0],
    ['held', old, '2026-12-24T09:45:53.456Z'],
  ],
} as const;
const note = signReport(report, key);

test('the example of the format is what is signed, byte for byte', () => {
  const page = path.resolve(import.meta.dirname, '../../../../docs/formats/key-report.md');
  const [, example] = readFileSync(page, 'utf8').split('## Example')[1]?.split('```\n') ?? [];
  expect(note).toBe(example);
});

test('whoever has the public key reads what was signed', () => {
  expect(verifyReport(note, publicKey)).toEqual({
    kind: 'rotation',
    installationId,
    reportId: report.reportId,
    begunAt: '2026-11-22T09:45:52.123Z',
    endedAt: '2026-11-22T09:45:53.456Z',
    lines: report.lines.map((line) => line.map(String)),
  });
  expect(reportVerifierKey(key)).toMatch(/^wardkeep-01a1ee56-\S+\/reports\+[0-9a-f]{8}\+A/);
});

test('no line can be changed, put in or taken out', () => {
  const lines = note.split('\n');
  for (const [index, line] of lines.slice(0, 13).entries()) {
    const changes = [
      [`${line}0`],
      [line, line],
      [],
      [line.replace(/\w(?=\W*$)/, (last) => (last === '1' ? '2' : '1'))],
    ];
    for (const change of changes) {
      const altered = lines.toSpliced(index, 1, ...change).join('\n');
      expect(() => verifyReport(altered, publicKey), `${index}: ${change.join('|')}`).toThrow();
    }
  }
});

test('another key, another installation and another format are refused', () => {
  const other = Buffer.from(publicKey).fill(1, 0, 1);
  expect(() => verifyReport(note, other)).toThrow('not signed');
  const foreign = signReport(report, { ...key, name: 'wardkeep-other/reports' });
  expect(() => verifyReport(foreign, publicKey)).toThrow('not signed');
  const list = `wardkeep-restrictions/1\ninstallation ${installationId}\n`;
  const signedList = signNote(list, key, (text) => key.sign(text));
  expect(() => verifyReport(signedList, publicKey)).toThrow('no key report');
});

test('a line break in a provider’s name makes no line of its own', () => {
  const forged = signReport({ ...report, lines: [['to', 'aws-kms', 'arn\nleft 0\u007f']] }, key);
  expect(verifyReport(forged, publicKey).lines).toEqual([['to', 'aws-kms', 'arn?left', '0?']]);
});
