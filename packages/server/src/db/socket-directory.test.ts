import { chmod, chown, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventually, startCluster, withCluster } from '../testing/embedded.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { openDatabase } from './database.ts';
import { longestSocketPath, socketDirectoryOf, socketPath } from './socket-directory.ts';

let temporary: TemporaryDirectory;
let options: { directory: string; durable: false };
beforeAll(async () => {
  temporary = await temporaryDirectory();
  options = { directory: join(temporary.path, 'x'.repeat(100), 'postgres'), durable: false };
});
afterAll(() => temporary.remove());

test.each([
  '/tmp',
  `/tmp/${'x'.repeat(60)}`,
  `/tmp/${'x'.repeat(61)}`,
  `/tmp/${'deep/'.repeat(30)}`,
])("a socket's path fits, below %s", (root) => {
  const path = socketPath(socketDirectoryOf('/any/data/directory', root));
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(longestSocketPath);
});

test("a data directory's path may be longer than a socket's, and the socket is private", async () => {
  await withCluster(options, async ({ settings }) => {
    expect((await stat(settings.host)).mode & 0o777).toBe(0o700);
  });
});

test('a socket that a cleaner removes is made anew', async () => {
  await withCluster({ ...options, socketCheckMs: 50 }, async ({ settings }) => {
    await rm(settings.host, { recursive: true });
    const db = await eventually(() => openDatabase(settings));
    await db.close();
  });
});

test("a socket's directory that others may enter is not used", async () => {
  const host = await withCluster(options, async ({ settings }) => settings.host);
  const owner = await stat(join(options.directory, 'cluster', 'data'));
  await mkdir(host);
  await chown(host, owner.uid, owner.gid);
  await chmod(host, 0o711);
  await expect(startCluster(options)).rejects.toMatchObject({ code: 'cluster_failed' });
  await rm(host, { recursive: true });
});
