import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { logFiles, type LogFiles } from './log-files.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-11-22T23:59:59.900Z');

let directory: TemporaryDirectory;
let clockMs: number;
let files: LogFiles | undefined;
const failures: string[] = [];
beforeEach(async () => {
  directory = await temporaryDirectory();
  clockMs = FIRST_DAY;
  failures.length = 0;
});
afterEach(async () => {
  await files?.close();
  files = undefined;
  await directory.remove();
});

const logs = () => path.join(directory.path, 'logs');
const textOf = (name: string) => readFileSync(path.join(logs(), name), 'utf8');
function open(keptDays = 90): LogFiles {
  files = logFiles({
    directory: logs(),
    keptDays,
    now: () => new Date(clockMs),
    everyMs: 5,
    most: 8192,
    onFailure: (code) => failures.push(code),
  });
  return files;
}

test('a day has its file, which only this user can read, and no line is lost between two', async () => {
  const sink = open();
  const lines = Array.from({ length: 300 }, (_, n) => `{"n":${n}}\n`);
  for (const [n, line] of lines.entries()) {
    clockMs = FIRST_DAY + n;
    sink.write(line);
  }
  await sink.close();
  files = undefined;
  expect(readdirSync(logs())).toEqual(['wardkeep-2026-11-22.log', 'wardkeep-2026-11-23.log']);
  const written = textOf('wardkeep-2026-11-22.log') + textOf('wardkeep-2026-11-23.log');
  expect(written.split('\n').toSorted()).toEqual(lines.join('').split('\n').toSorted());
  for (const name of readdirSync(logs()))
    expect(statSync(path.join(logs(), name)).mode & 0o777).toBe(0o600);
});

test('a file goes 90 days after its day, and no sooner; what is not ours stays', async () => {
  await open().close();
  const [first, other, single] = ['wardkeep-2026-11-22.log', 'wardkeep-notes.txt', 'wardkeep.log'];
  writeFileSync(path.join(logs(), other), 'mine');
  writeFileSync(path.join(logs(), single), 'of a release before this one');
  utimesSync(path.join(logs(), single), new Date(FIRST_DAY), new Date(FIRST_DAY));
  clockMs = FIRST_DAY + 90 * DAY_MS;
  await open().close();
  expect(readdirSync(logs())).toContain(first);
  expect(readdirSync(logs())).toContain(single);
  const sink = open();
  clockMs = FIRST_DAY + 91 * DAY_MS;
  sink.write('{}\n');
  expect(readdirSync(logs())).not.toContain(first);
  expect(readdirSync(logs())).not.toContain(single);
  expect(readdirSync(logs())).toContain(other);
  expect(failures).toEqual([]);
});

test('another start on the same day goes on with the file', async () => {
  for (const line of ['a\n', 'b\n']) {
    open().write(line);
    await files?.close();
  }
  files = undefined;
  expect(textOf('wardkeep-2026-11-22.log')).toBe('a\nb\n');
});

test('what still waits when the process exits is written', async () => {
  const module = new URL('./log-files.ts', import.meta.url).href;
  const program = `import { logFiles } from '${module}';
    const files = logFiles({ directory: ${JSON.stringify(logs())}, keptDays: 1, now: () => new Date(${FIRST_DAY}),
      everyMs: 60000, most: 8192, onFailure: () => {} });
    files.write('last words\\n');
    setTimeout(() => { files.write('and more\\n'); process.exit(0); }, 200);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  expect(textOf('wardkeep-2026-11-22.log')).toBe('last words\nand more\n');
});

test.skipIf(!existsSync('/dev/full'))(
  'a disk that is full ends nothing, and is told of once (needs /dev/full)',
  async () => {
    mkdirSync(logs());
    symlinkSync('/dev/full', path.join(logs(), 'wardkeep-2026-11-22.log'));
    const sink = open();
    for (let n = 0; n < 50; n += 1) {
      sink.write(`${'x'.repeat(1000)}\n`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(failures).toEqual(['ENOSPC']);
    // Space again: the next day's file takes what waited, and all that follows.
    clockMs += DAY_MS;
    sink.write('again\n');
    await expect.poll(() => textOf('wardkeep-2026-11-23.log')).toContain('again\n');
  },
);

test('a server that stops while a day’s file can’t be opened tries no more', async () => {
  mkdirSync(path.join(logs(), 'wardkeep-2026-11-23.log'), { recursive: true });
  const sink = open();
  sink.write('before\n');
  await expect.poll(() => textOf('wardkeep-2026-11-22.log')).toBe('before\n');
  clockMs += DAY_MS;
  sink.write('after\n');
  await expect.poll(() => failures).toEqual(['EISDIR']);
  files = undefined;
  await sink.close();
  // What a timer throws is nobody's to catch: it would end the process, and this run.
  await new Promise((resolve) => setTimeout(resolve, 400));
});
