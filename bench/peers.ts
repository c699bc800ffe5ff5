import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from './row.ts';

/**
 * Installs what is measured beside us, once. They are no dependency of the product, so no workspace
 * knows them. Without a registry the rows say that a peer is missing.
 */
export function installPeers(log: Log): void {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  }; // our own file
  const missing = Object.keys(dependencies).filter(
    (name) => !existsSync(join(folder, 'node_modules', name)),
  );
  if (missing.length === 0) return;
  log(`installing the peers ${missing.join(', ')} into bench/node_modules …`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress'];
  const { status } = spawnSync('npm', ['ci', ...options], {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) log('PEERS NOT INSTALLED: their rows stay empty. npm said why above.');
}

/** What `load` gives, or nothing if the peer is not installed, loudly. */
export async function peer<T>(
  name: string,
  log: Log,
  load: () => Promise<T>,
): Promise<{ name: string; cases: T | undefined }> {
  try {
    return { name, cases: await load() };
  } catch (error) {
    log(`PEER MISSING: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return { name: `${name} (not installed)`, cases: undefined };
  }
}

/** A package that may be missing, so it is named in a way that the type checker does not follow. */
export async function load<Module>(name: string): Promise<Module> {
  return (await import(name)) as Module; // what its published types say
}

const folder = import.meta.dirname;
