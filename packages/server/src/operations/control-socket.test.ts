import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../testing/index.ts';
import { askOperator } from '../testing/operator.ts';
import { jsonRoute } from './control-answer.ts';
import { listenForOperator } from './control-socket.ts';

let base: string;
let data: string;
/** Where the socket goes, as the data directory's path is too long for it. */
let directory: string;

beforeEach(async () => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-control-'));
  data = path.join(base, 'long'.repeat(30));
  mkdirSync(data, { mode: 0o700 });
  await listenAndClose();
  directory = path.dirname(readFileSync(path.join(data, 'control-socket'), 'utf8').trim());
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
  rmSync(base, { recursive: true, force: true });
});

async function listenAndClose(): Promise<void> {
  const control = await listenForOperator(data, {}, silentLog);
  await control.close();
}

test('a long data directory has its socket in a private directory, which the next start takes again', async () => {
  expect(directory.startsWith(base)).toBe(false);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  await listenAndClose();
});

test.for(['0750', '0705', '1777'])(
  'a directory of mode %s that somebody made beforehand is refused by name',
  async (mode) => {
    chmodSync(directory, mode);
    await expect(listenAndClose()).rejects.toThrow(`${directory} must be a directory`);
  },
);

test('a link to a private directory is refused', async () => {
  rmSync(directory, { recursive: true });
  mkdirSync(path.join(base, 'private'), { mode: 0o700 });
  symlinkSync(path.join(base, 'private'), directory);
  await expect(listenAndClose()).rejects.toThrow(`${directory} must be a directory`);
});

test.skipIf(process.getuid?.() !== 0)(
  'a private directory of another user is refused (needs root)',
  async () => {
    chownSync(directory, 12_345, 12_345);
    await expect(listenAndClose()).rejects.toThrow(`${directory} must be a directory`);
  },
);

test('what nobody foresaw is in the log with its cause, and leaves without it', async () => {
  const logged: unknown[] = [];
  const log = { ...silentLog, error: (what: object) => void logged.push(what) };
  const cause = new TypeError('holds what was stored');
  const routes = { 'POST /fails': jsonRoute(z.object({}), () => Promise.reject(cause)) };
  const control = await listenForOperator(data, routes, log);
  const answer = await askOperator(data, 'POST /fails', {});
  await control.close();
  expect([answer.status, answer.json.error.code]).toEqual([500, 'failed']);
  expect(answer.text).not.toContain('stored');
  expect(logged).toEqual([{ err: cause, command: 'POST /fails' }]);
});
