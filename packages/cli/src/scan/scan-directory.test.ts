import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scanWithControl } from './control.ts';
import { needlesFromLines, type Needle } from './needle.ts';
import { scanDirectory } from './scan-directory.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wardkeep-scan-test-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const NAME = 'Zoë Quíxano-17';
const needle = (value: string | Uint8Array): Needle => ({ label: 'it', value });
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(path.join(directory, name), content);
};
const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 37 + 11) % 251));

/** Every way in which the text could come to lie in a file, written by hand and not by the scan's own code. */
const bytes = Buffer.from(NAME);
const spelled: readonly (readonly [string, string | Buffer])[] = [
  ['utf8', NAME],
  ['utf8 in another case', NAME.toUpperCase().replace('Í', 'í').replace('Ë', 'ë')],
  ['utf8', NAME.toUpperCase()],
  ['utf8', NAME.normalize('NFD')],
  ['utf16le', Buffer.from(NAME, 'utf16le')],
  ['utf16be', Buffer.from(NAME, 'utf16le').swap16()],
  ['hex', bytes.toString('hex')],
  ['hex in another case', bytes.toString('hex').toUpperCase()],
  ['base64', bytes.toString('base64')],
  ['base64', Buffer.from(`x${NAME}yz`).toString('base64')],
  ['base64', Buffer.from(`xy${NAME}z`).toString('base64')],
  ['base64', Buffer.from(`{"name":"${NAME.toLowerCase()}"}`).toString('base64')],
  ['base64url', Buffer.from(`{"name":"${NAME.toLowerCase()}"}`).toString('base64url')],
  ['reversed', Array.from(NAME).reverse().join('')],
  ['percent', '/people/Zo%C3%AB%20Qu%C3%ADxano-17?x'],
  ['percent in another case', '?name=Zo%c3%ab+Qu%c3%adxano-17'],
  ['percent', [...bytes].map((byte) => `%${byte.toString(16)}`).join('')],
  ['json', '{"name":"Zo\\u00eb Qu\\u00edxano-17"}'],
  ['json in another case', '{"name":"Zo\\u00EB Qu\\u00EDxano-17"}'],
  [
    'json',
    Array.from(NAME, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
];

describe('a scan', () => {
  test.for(spelled)('finds a needle as %s', async ([encoding, content]) => {
    write('haystack', Buffer.concat([noise, Buffer.from(content), noise]));
    const { findings } = await scanDirectory(directory, [needle(NAME)]);
    expect(findings.map((finding) => finding.encoding)).toContain(encoding);
    expect(findings.every(({ file, needle }) => file === 'haystack' && needle === 'it')).toBe(true);
  });

  test('finds base64url where it differs from base64', async () => {
    write('haystack', Buffer.from('>>>???>>>???').toString('base64url'));
    const { findings } = await scanDirectory(directory, [needle('>>>???>>>???')]);
    expect(findings.map(({ encoding }) => encoding)).toEqual(['base64url']);
  });

  test('finds text that a serialiser escaped', async () => {
    write('haystack', JSON.stringify({ line: 'the "Old Mill"\tLane 9' }));
    const { findings } = await scanDirectory(directory, [needle('the "Old Mill"\tLane 9')]);
    expect(findings.map(({ encoding }) => encoding)).toEqual(['json']);
  });

  test('finds the bytes of a key, raw and written out', async () => {
    const key = Buffer.from('00ff10a0b0c0d0e0f0424242', 'hex');
    write('raw', Buffer.concat([noise, key]));
    write('hex', key.toString('hex'));
    write('base64', `-----BEGIN KEY-----\n${key.toString('base64')}`);
    const { findings } = await scanDirectory(directory, [needle(key)]);
    expect(findings.map(({ file, encoding }) => `${file}:${encoding}`).toSorted()).toEqual([
      'base64:base64',
      'hex:hex',
      'raw:raw',
    ]);
  });

  test('finds a needle wherever a window ends, once, at its offset', async () => {
    const windowBytes = 512;
    for (let start = windowBytes - 60; start <= windowBytes + 60; start++) {
      write('haystack', Buffer.concat([Buffer.alloc(start, 1), bytes, Buffer.alloc(900, 2)]));
      const { findings, bytes: read } = await scanDirectory(directory, [needle(NAME)], {
        windowBytes,
      });
      expect(findings).toEqual([
        {
          file: 'haystack',
          place: 'content',
          needle: 'it',
          encoding: 'utf8',
          offset: start,
          count: 1,
        },
      ]);
      expect(read).toBe(start + bytes.length + 900);
    }
  });

  test('finds a needle as the first and as the last bytes of a file', async () => {
    write('first', Buffer.concat([bytes, noise]));
    write('last', Buffer.concat([noise, bytes]));
    write('alone', bytes);
    const { findings } = await scanDirectory(directory, [needle(NAME)]);
    expect(findings.map(({ file, offset }) => `${file} ${offset}`).toSorted()).toEqual([
      'alone 0',
      'first 0',
      `last ${noise.length}`,
    ]);
  });

  test('finds the shortest needle that is allowed at the very end of a file', async () => {
    write('haystack', Buffer.concat([noise, Buffer.from('Oyster')]));
    const { findings } = await scanDirectory(directory, [needle('oyster')]);
    expect(findings).toMatchObject([{ encoding: 'utf8 in another case', offset: noise.length }]);
  });

  test('counts a needle that a file repeats as one finding', async () => {
    write('haystack', `${NAME} `.repeat(1000));
    const { findings } = await scanDirectory(directory, [needle(NAME)]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.count).toBe(1000);
  });

  test('finds a needle in a name, and shows it nowhere in its report', async () => {
    mkdirSync(path.join(directory, `of ${NAME}`));
    write(`of ${NAME}/scan.png`, NAME);
    const report = await scanDirectory(directory, [needle(NAME)]);
    expect(report.findings.map(({ file, place }) => [file, place])).toEqual([
      [`of ${'*'.repeat(bytes.length)}`, 'name'],
      [`of ${'*'.repeat(bytes.length)}/scan.png`, 'content'],
    ]);
    expect(JSON.stringify(report)).not.toContain('xano');
  });

  test('follows links, each directory once, and passes sockets by', async () => {
    mkdirSync(path.join(directory, 'in/here'), { recursive: true });
    write('in/here/file', NAME);
    symlinkSync(directory, path.join(directory, 'in/loop'));
    symlinkSync('/absent/elsewhere', path.join(directory, 'dangling'));
    const socket = createServer().listen(path.join(directory, 'socket'));
    await once(socket, 'listening');
    const report = await scanDirectory(directory, [needle(NAME)]);
    socket.close();
    expect(report).toMatchObject({ files: 1, vanished: 1, notFiles: 1, unreadable: [] });
    expect(report.findings).toHaveLength(1);
  });

  test('of a directory that is not there has not seen everything', async () => {
    const report = await scanDirectory(path.join(directory, 'absent'), [needle(NAME)]);
    expect(report).toMatchObject({ files: 0, unreadable: [{ file: '', code: 'ENOENT' }] });
  });

  test('finds nothing in what is like a needle and is not one', async () => {
    write('haystack', 'Zoe Quixano-17, Zoë Quíxano-18, Zoë  Quíxano-17');
    write('other', Buffer.from('Zoë Quíxano-1').toString('base64'));
    const { findings } = await scanDirectory(directory, [needle(NAME)]);
    expect(findings).toEqual([]);
  });
});

describe('needles', () => {
  test('shorter than six characters are refused by their lines, without being repeated', () => {
    expect(() => needlesFromLines('Quixano\n\nNoë12\nOyster Bay\nabc\n')).toThrow(
      expect.objectContaining({
        code: 'too_short',
        message: expect.stringMatching(/line 3, line 5/),
      }),
    );
    expect(() => needlesFromLines('Noë12')).not.toThrow(/Noë12/);
  });

  test('are trimmed lines; no line at all is refused', () => {
    expect(needlesFromLines('\uFEFF Quixano \r\n\r\nOyster Bay')).toEqual([
      { label: 'line 1', value: 'Quixano' },
      { label: 'line 3', value: 'Oyster Bay' },
    ]);
    expect(() => needlesFromLines('\n \n')).toThrow(expect.objectContaining({ code: 'none' }));
  });
});

describe('the control', () => {
  test('is found in every encoding, counts for nothing and is gone afterwards', async () => {
    write('haystack', noise);
    const { report, missed } = await scanWithControl(directory, [needle(NAME)]);
    expect(missed).toEqual([]);
    expect(report).toMatchObject({ files: 1, needles: 1, findings: [] });
    expect(readdirSync(directory)).toEqual(['haystack']);
  });

  test('that is not found is reported as missed', async () => {
    const plant = async (file: string) => writeFileSync(file, 'something else');
    const { missed } = await scanWithControl(directory, [needle(NAME)], { plant });
    expect(missed).toContain('utf8');
    expect(missed).toContain('base64');
    expect(readdirSync(directory)).toEqual([]);
  });
});
