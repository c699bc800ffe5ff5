import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * pkcs11js is C++ that npm compiles only where install scripts may run. Compiles it where it is
 * installed, if that was not done: in a copy, so that a run that is stopped leaves nothing half done.
 *
 * @returns why it can't be had, or nothing.
 */
export async function whyPkcs11jsIsMissing(): Promise<string | undefined> {
  const require = createRequire(import.meta.url);
  let installed: string;
  try {
    installed = path.dirname(require.resolve('pkcs11js/package.json'));
  } catch {
    return 'pkcs11js is not installed';
  }
  const library = path.join('build', 'Release', 'pkcs11.node');
  if (existsSync(path.join(installed, library))) return undefined;
  const copy = await mkdtemp(path.join(tmpdir(), 'wardkeep-pkcs11js-'));
  try {
    await cp(installed, copy, { recursive: true });
    await compile(copy);
    await mkdir(path.join(installed, path.dirname(library)), { recursive: true });
    const besides = path.join(installed, `${library}.${process.pid}`);
    await cp(path.join(copy, library), besides);
    await rename(besides, path.join(installed, library));
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n').at(0) : String(error);
    return `pkcs11js could not be compiled: ${said}`;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function compile(folder: string): Promise<void> {
  // Headers of the Node that runs this come with it; node-gyp would download them.
  const nodeFolder = path.resolve(await realpath(process.execPath), '../..');
  const hasHeaders = existsSync(path.join(nodeFolder, 'include/node/node_api.h'));
  const nodedir = hasHeaders ? [`--nodedir=${nodeFolder}`] : [];
  const options = { cwd: folder, timeout: 120_000 };
  await run(process.execPath, [await findNodeGyp(), 'rebuild', ...nodedir], options);
}

/** The one that comes with npm. */
async function findNodeGyp(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const npm of folders.map((folder) => path.join(folder, 'npm')).filter(existsSync)) {
    const gyp = path.resolve(await realpath(npm), '../../node_modules/node-gyp/bin/node-gyp.js');
    if (existsSync(gyp)) return gyp;
  }
  throw new Error('there is no node-gyp');
}
