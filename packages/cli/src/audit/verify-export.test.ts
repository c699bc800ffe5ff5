import { randomInt } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import { makeAuditLog, newLogKeys, writeLargeExport, type MadeLog } from '@wardkeep/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, type Ran } from '../test/run-command.ts';
import { exportFiles, type ExportFiles } from './export-files.ts';
import { verifyExport, type ExportVerdict } from './verify-export.ts';

// Three full tiles and a part of a fourth, with one tile above them.
const LEAVES = 1000;
const folder = mkdtempSync(path.join(tmpdir(), 'wardkeep-export-'));
const whole = path.join(folder, 'whole');
const keys = newLogKeys();
let log: MadeLog;
let copies = 0;
/** A leaf whose salt of the core and sealed detail have letters that URLs spell otherwise. */
let spelled = -1;

beforeAll(async () => {
  log = await makeAuditLog({ leaves: LEAVES, keys, destroyed: new Set([3, 700]) });
  await log.writeTo(whole);
  const lines = readFileSync(path.join(whole, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  spelled = lines.findIndex((text) => {
    const { core, detail }: Line = JSON.parse(text);
    return /[+/]/.test(core.salt ?? '') && /[+/]/.test(detail.sealed ?? '');
  });
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** How many work on an export: what they say must not depend on it. */
const MODES = [
  ['on one thread', 1],
  ['on two threads', 2],
] as const;
let threads = 1;

const verify = (directory: string, key = log.verifierKey): Promise<Ran> =>
  runCommand(['audit', 'verify', directory, '--key', key, '--threads', `${threads}`, '--json']);

/** Of a copy that somebody changed. */
async function verdictAfter(change: (directory: string) => void): Promise<unknown> {
  const copy = path.join(folder, `copy${++copies}`);
  cpSync(whole, copy, { recursive: true });
  change(copy);
  const { code, json } = await verify(copy);
  expect(code).toBe(4);
  rmSync(copy, { recursive: true });
  return json;
}

const changeFile =
  (name: string, change: (bytes: Buffer) => Buffer) =>
  (directory: string): void => {
    const file = path.join(directory, name);
    writeFileSync(file, change(readFileSync(file)));
  };
const changeLines = (change: (lines: string[]) => string[]) =>
  changeFile('events.ndjson', (bytes) =>
    Buffer.from(`${change(bytes.toString('utf8').trimEnd().split('\n')).join('\n')}\n`),
  );
// oxlint-disable-next-line no-explicit-any -- a line of JSON, to be changed
const changeLine = (leaf: number, change: (line: any) => void) =>
  changeLines((lines) =>
    lines.map((text, at) => {
      if (at !== leaf) return text;
      const line: unknown = JSON.parse(text);
      change(line);
      return JSON.stringify(line);
    }),
  );
const flip = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  return bytes.toString('base64');
};
// oxlint-disable-next-line no-explicit-any -- a line of JSON, to be changed
type Line = any;
const urlLetters = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');
/** Of 32 bytes the last letter says two bits that mean nothing. */
const looseEnd = (base64: string): string =>
  base64.replace(/(.)=$/, (_end, letter: string) => `${LETTERS[LETTERS.indexOf(letter) + 1]}=`);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const flipAt = (at: number) => (bytes: Buffer) => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};
/** Entries are all of one length in a bundle of equal events. */
const entryAt = (bytes: Buffer, index: number): number => {
  let at = 0;
  for (let passed = 0; passed < index; passed += 1) at += 2 + bytes.readUInt16BE(at);
  return at;
};
/** Longer than what is looked through for the beginning of a line. */
const pad = (line: string): string => `${' '.repeat(3 * 2 ** 20)}${line}`;
const fault = (at: number, why: string) => ({ ok: false, at, why });

describe.each(MODES)('%s', (_mode, count) => {
  beforeAll(() => {
    threads = count;
  });
  test('an export that nobody touched fits, with what was destroyed since', async () => {
    const { code, json } = await verify(whole);
    expect(json).toMatchObject({
      ok: true,
      origin: 'test.example/audit/2026',
      size: LEAVES,
      destroyed: { cores: 0, details: 2 },
      keyFrom: 'option',
    });
    expect(code).toBe(0);
  });

  test('empty lines, and spaces in a line or after it, change nothing', async () => {
    const copy = path.join(folder, `copy${++copies}`);
    cpSync(whole, copy, { recursive: true });
    const spaced = changeLines((lines) =>
      lines.map((line, at) => (at % 7 === 0 ? `\n${line}\n` : at === 400 ? pad(line) : line)),
    );
    spaced(copy);
    expect((await verify(copy)).json).toMatchObject({ ok: true, size: LEAVES });
  });
});

test('without a key of one’s own it says that the export only fits itself', async () => {
  const ran = await runCommand(['audit', 'verify', whole]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('The key came with the export');
});

test('its files are for their owner alone', () => {
  for (const name of readdirSync(whole, { recursive: true, encoding: 'utf8' })) {
    expect(statSync(path.join(whole, name)).mode & 0o077, name).toBe(0);
  }
});

describe.each(MODES)('a change is found at its leaf %s', (_mode, count) => {
  beforeAll(() => {
    threads = count;
  });

  test.each([
    ['a sealed core', changeLine(300, (line) => (line.core.sealed = flip(line.core.sealed))), 300],
    ['the salt of a core', changeLine(0, (line) => (line.core.salt = flip(line.core.salt))), 0],
    [
      'a sealed detail',
      changeLine(999, (line) => (line.detail.sealed = flip(line.detail.sealed))),
      999,
    ],
    [
      'the hash of a destroyed detail',
      changeLine(700, (line) => (line.detail.hash = flip(line.detail.hash))),
      700,
    ],
    ['a half with both forms', changeLine(5, (line) => (line.core.hash = line.core.salt)), 5],
    ['a half that is gone', changeLine(6, (line) => delete line.detail), 6],
    [
      'two events that changed places',
      changeLines((lines) => {
        const [one, other] = [JSON.parse(lines[8] ?? ''), JSON.parse(lines[9] ?? '')];
        lines[8] = JSON.stringify({ ...other, leaf: 8 });
        lines[9] = JSON.stringify({ ...one, leaf: 9 });
        return lines;
      }),
      8,
    ],
  ])('%s', async (_what, change, at) => {
    expect(await verdictAfter(change)).toMatchObject(fault(at, 'commitment_differs'));
  });

  test.each([
    ['a salt', (line: Line) => (line.core.salt = urlLetters(line.core.salt))],
    ['a sealed detail', (line: Line) => (line.detail.sealed = urlLetters(line.detail.sealed))],
    ['the last bits of a salt', (line: Line) => (line.core.salt = looseEnd(line.core.salt))],
    ['a member beside those of a half', (line: Line) => (line.core.plain = 'somebody else')],
  ])('base64 in another spelling, or more than there is: %s', async (_what, change) => {
    const verdict = await verdictAfter(changeLine(spelled, change));
    expect(verdict).toMatchObject(fault(spelled, 'commitment_differs'));
  });

  test('the hash that is left, in another spelling', async () => {
    const loose = changeLine(700, (line) => (line.detail.hash = looseEnd(line.detail.hash)));
    expect(await verdictAfter(loose)).toMatchObject(fault(700, 'commitment_differs'));
  });

  test('a member that no line has', async () => {
    const more = changeLine(41, (line) => (line.actor = 'somebody else'));
    expect(await verdictAfter(more)).toMatchObject(fault(41, 'row_unreadable'));
  });

  test('an event’s id, time, action or outcome', async () => {
    const id = changeLine(
      257,
      (line) =>
        (line.event = line.event.replace(/.$/, 'f0'.includes(line.event.at(-1)) ? '1' : 'f')),
    );
    expect(await verdictAfter(id)).toMatchObject(fault(257, 'leaf_differs'));
    for (const place of [17 + 36 + 5, 17 + 36 + 14 + 3]) {
      const entry = changeFile('tile/entries/001', (bytes) =>
        flipAt(entryAt(bytes, 44) + 2 + place)(bytes),
      );
      expect(await verdictAfter(entry)).toMatchObject(fault(300, 'leaf_differs'));
    }
  });

  test('a row that is gone', async () => {
    const gone = changeLines((lines) => lines.filter((_, at) => at !== 555));
    expect(await verdictAfter(gone)).toMatchObject(fault(555, 'row_missing'));
    const last = changeLines((lines) => lines.slice(0, -1));
    expect(await verdictAfter(last)).toMatchObject(fault(999, 'row_missing'));
    const all = changeFile('events.ndjson', () => Buffer.alloc(0));
    expect(await verdictAfter(all)).toMatchObject(fault(0, 'row_missing'));
  });

  test('a row that was put in', async () => {
    const twice = changeLines((lines) => lines.toSpliced(20, 0, lines[12] ?? ''));
    expect(await verdictAfter(twice)).toMatchObject(fault(12, 'row_added'));
    const behind = changeLines((lines) => [
      ...lines,
      (lines[0] ?? '').replace('"leaf":0', '"leaf":1000'),
    ]);
    expect(await verdictAfter(behind)).toMatchObject(fault(1000, 'row_added'));
    const entry = changeFile('tile/entries/000', (bytes) =>
      Buffer.concat([bytes, bytes.subarray(0, 2 + bytes.readUInt16BE(0))]),
    );
    expect(await verdictAfter(entry)).toMatchObject(fault(256, 'row_added'));
  });

  test('rows that changed places, or say that they are of another leaf', async () => {
    const tiles = changeLines((lines) => [
      ...lines.slice(0, 256),
      ...lines.slice(512, 768),
      ...lines.slice(256, 512),
      ...lines.slice(768),
    ]);
    expect(await verdictAfter(tiles)).toMatchObject(fault(256, 'row_missing'));
    const renamed = changeLine(333, (line) => (line.leaf = 512));
    expect(await verdictAfter(renamed)).toMatchObject(fault(333, 'row_missing'));
    const all = changeLines((lines) => lines.map((line) => line.replace(/\d+/, '512')));
    expect(await verdictAfter(all)).toMatchObject(fault(0, 'row_missing'));
  });

  test('the first of several', async () => {
    const several = (directory: string): void => {
      changeLine(998, (line) => (line.core.salt = flip(line.core.salt)))(directory);
      changeLine(511, (line) => (line.core.salt = flip(line.core.salt)))(directory);
      rmSync(path.join(directory, 'tile/1/000.p/3'));
    };
    expect(await verdictAfter(several)).toMatchObject(fault(511, 'commitment_differs'));
  });

  test('a line that is none', async () => {
    const cut = changeLines((lines) => lines.with(40, (lines[40] ?? '').slice(0, -1)));
    expect(await verdictAfter(cut)).toMatchObject(fault(40, 'row_unreadable'));
  });

  test('a tile that is cut, altered or gone, on each level', async () => {
    const cut = changeFile('tile/0/002', (bytes) => bytes.subarray(0, 32 * 9 + 5));
    expect(await verdictAfter(cut)).toMatchObject(fault(512 + 9, 'tile_differs'));
    const altered = changeFile('tile/0/003.p/232', flipAt(32 * 7));
    expect(await verdictAfter(altered)).toMatchObject(fault(768 + 7, 'leaf_differs'));
    const upper = changeFile('tile/1/000.p/3', flipAt(32 * 2 + 1));
    expect(await verdictAfter(upper)).toMatchObject(fault(512, 'tile_differs'));
    const gone = (directory: string): void => rmSync(path.join(directory, 'tile/1/000.p/3'));
    expect(await verdictAfter(gone)).toMatchObject(fault(0, 'tile_differs'));
    const entries = (directory: string): void => rmSync(path.join(directory, 'tile/entries/001'));
    expect(await verdictAfter(entries)).toMatchObject(fault(256, 'leaf_differs'));
  });

  const bits = count === 1 ? 200 : 12;
  test(`${bits} bits, one at a time, anywhere`, async () => {
    const names = readdirSync(whole, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name !== 'log.vkey' && statSync(path.join(whole, name)).isFile(),
    );
    for (let round = 0; round < bits; round += 1) {
      const name = names[randomInt(names.length)] ?? '';
      const file = path.join(whole, name);
      const bytes = readFileSync(file);
      const at = randomInt(bytes.length);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << randomInt(8));
      writeFileSync(file, changed);
      const { code } = await verify(whole);
      writeFileSync(file, bytes);
      expect(code, `${name}, byte ${at}`).toBe(4);
    }
  }, 60_000);
});

describe.each(MODES)('a log that was made anew, %s,', (_mode, count) => {
  beforeAll(() => {
    threads = count;
  });

  test('whole and in itself, is not what was signed', async () => {
    const other = await makeAuditLog({ leaves: LEAVES, keys });
    const directory = path.join(folder, `other${count}`);
    await other.writeTo(directory);
    expect((await verify(directory)).code).toBe(0);
    writeFileSync(path.join(directory, 'checkpoint'), log.checkpoint);
    expect((await verify(directory)).json).toMatchObject(fault(LEAVES, 'root_differs'));
  });

  test('under another key is not authentic', async () => {
    const other = await makeAuditLog({ leaves: 3 });
    expect((await verify(whole, other.verifierKey)).json).toMatchObject(
      fault(0, 'checkpoint_not_authentic'),
    );
  });
});

describe.each(MODES)('a log that begins after another, %s,', (_mode, count) => {
  beforeAll(() => {
    threads = count;
  });

  test('has that one’s checkpoint as its first leaf', async () => {
    const next = await makeAuditLog({ log: '2027', leaves: 300, keys, beginsWith: log.checkpoint });
    const directory = path.join(folder, `next${count}`);
    await next.writeTo(directory);
    expect((await verify(directory, next.verifierKey)).json).toMatchObject({ ok: true, size: 300 });
    const note = path.join(directory, 'begins-with');
    writeFileSync(note, readFileSync(note, 'utf8').replace('\n1000\n', '\n1001\n'));
    expect((await verify(directory, next.verifierKey)).json).toMatchObject(
      fault(0, 'begin_differs'),
    );
    rmSync(note);
    expect((await verify(directory, next.verifierKey)).json).toMatchObject(
      fault(0, 'begin_differs'),
    );
  });

  test('and one that nobody signed is none', async () => {
    const unsigned = log.checkpoint.replace('\n1000\n', '\n1001\n');
    const next = await makeAuditLog({ log: '2027', leaves: 2, keys, beginsWith: unsigned });
    const directory = path.join(folder, `unsigned${count}`);
    await next.writeTo(directory);
    expect((await verify(directory, next.verifierKey)).json).toMatchObject(
      fault(0, 'begin_differs'),
    );
  });
});

describe('threads', () => {
  const started: Worker[] = [];
  const remember = (worker: Worker): number => started.push(worker);
  beforeAll(() => {
    process.on('worker', remember);
  });
  afterAll(() => {
    process.off('worker', remember);
  });
  const verifyOn = async (
    count: number,
    {
      files = exportFiles(whole),
      verifierKey = log.verifierKey,
    }: { files?: ExportFiles; verifierKey?: string } = {},
  ): Promise<{ verdict: ExportVerdict; told: readonly number[] }> => {
    started.length = 0;
    const told: number[] = [];
    const verdict = await verifyExport(files, {
      verifierKey,
      threadsFor: () => count,
      onProgress: (done) => told.push(done),
    });
    return { verdict, told };
  };
  const running = (): number => started.filter(({ threadId }) => threadId !== -1).length;

  test('share the leaves, walk none of them twice, and end', async () => {
    const alone = await verifyOn(1);
    expect(started).toHaveLength(0);
    for (const count of [2, 3]) {
      const { verdict, told } = await verifyOn(count);
      expect(verdict).toEqual(alone.verdict);
      expect(started).toHaveLength(count);
      expect(running()).toBe(0);
      expect(told.at(-1)).toBe(LEAVES);
      expect(told).toEqual(told.toSorted((one, other) => one - other));
    }
  });

  test('of tiles that are all full, and of more than a tile of tiles, say what one says', async () => {
    for (const leaves of [512, 256 * 256 + 2 * 256 + 9]) {
      const directory = path.join(folder, `of${leaves}`);
      const verifierKey = await writeLargeExport(directory, leaves);
      const made = { files: exportFiles(directory), verifierKey };
      const alone = await verifyOn(1, made);
      const { verdict, told } = await verifyOn(2, made);
      expect(verdict).toMatchObject({ ok: true, size: leaves });
      expect(verdict).toEqual(alone.verdict);
      expect([started.length, told.at(-1)]).toEqual([2, leaves]);
      expect(told).toEqual(told.toSorted((one, other) => one - other));
    }
  }, 60_000);

  test('are not asked for a small export', async () => {
    started.length = 0;
    expect((await runCommand(['audit', 'verify', whole, '--key', log.verifierKey])).code).toBe(0);
    expect(started).toHaveLength(0);
  });

  test('that fail are an error, and none is left', async () => {
    const directory = 7 as unknown as string; // what no caller can give, so that a thread fails
    const files = { ...exportFiles(whole), directory };
    await expect(verifyOn(2, { files })).rejects.toThrow(TypeError);
    expect([started.length, running()]).toEqual([2, 0]);
  });

  test('that can’t read what the caller can leave it to the caller', async () => {
    const files = { ...exportFiles(whole), directory: path.join(folder, 'absent') };
    const { verdict } = await verifyOn(2, { files });
    expect([verdict.ok, started.length, running()]).toEqual([true, 2, 0]);
  });

  test('are from 1 to 64', async () => {
    for (const count of ['0', '65', '-1', '2.5', 'two', '']) {
      const { code } = await runCommand(['audit', 'verify', whole, '--threads', count]);
      expect(code, count).toBe(2);
    }
    expect((await runCommand(['audit', 'verify', '--threads', '2'])).code).toBe(2);
  });
});

test('what is no export, or was cut off while it was written, is refused', async () => {
  const copy = path.join(folder, 'cut-off');
  cpSync(whole, copy, { recursive: true });
  rmSync(path.join(copy, 'checkpoint'));
  for (const directory of [copy, folder, path.join(folder, 'absent')]) {
    const { code, json } = await verify(directory);
    expect([code, json.error.code]).toEqual([1, 'bad_file']);
  }
  expect((await verify(whole, 'no key')).code).toBe(2);
});

describe('the proof of one event', () => {
  const write = (text: string | Buffer): string => {
    const file = path.join(folder, `${++copies}.tlog-proof`);
    writeFileSync(file, text);
    return file;
  };
  const check = (file: string, key = log.verifierKey): Promise<Ran> =>
    runCommand(['audit', 'verify-proof', file, '--key', key, '--json']);

  test('verifies, at every leaf of the edge', async () => {
    for (const index of [0, 255, 256, 511, 767, 768, 999]) {
      const { code, json } = await check(write(await log.prove(index)));
      expect([code, json.index, json.size]).toEqual([0, index, LEAVES]);
    }
  });

  test('with one bit changed does not', async () => {
    const proof = Buffer.from(await log.prove(300));
    for (let at = 0; at < proof.length; at += 11) {
      const { code } = await check(write(flipAt(at)(proof)));
      expect(code, `byte ${at}`).toBe(1);
    }
  });

  test('is refused under another key, and as a file that is none', async () => {
    const other = await makeAuditLog({ leaves: 3 });
    const file = write(await log.prove(1));
    expect((await check(file, other.verifierKey)).json.error.code).toBe('bad_signature');
    expect((await check(write('nothing'))).json.error.code).toBe('bad_signature');
    expect((await check(file, 'nonsense')).code).toBe(2);
    expect((await check(path.join(folder, 'absent'))).json.error.code).toBe('bad_file');
  });
});
