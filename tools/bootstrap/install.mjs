import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { env, execPath, platform, stderr } from 'node:process';
import { Refusal } from './refusal.mjs';
import { runQuietly } from './run.mjs';

/**
 * Whether node_modules holds what package-lock.json says, and, `withTests`, what tests need.
 *
 * npm itself writes node_modules/.package-lock.json as the last step of every install. Comparing
 * it with ours sees an interrupted install, a pull that changed the lock, and an install by hand.
 */
export function isInstalled(root, withTests) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const present = readPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true;
    const found = present[where];
    if (found === undefined) return mayBeAbsent(entry, withTests);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Optional packages are for other platforms too; which ones this needs, `checkNode` finds out. */
function mayBeAbsent(entry, withTests) {
  if (entry.optional || entry.devOptional) return true;
  return !withTests && Boolean(entry.dev);
}

function readPackages(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    // Half written: the install was interrupted, which is the same as none.
    return undefined;
  }
}

/**
 * Installs the versions of package-lock.json, without running anybody's install script.
 *
 * `npm install --no-save` and not `npm ci`: it adds to a good install without removing anything, as
 * a server may be running from it; and it accepts a lock file that was made where packages for
 * other platforms could not be had, which `npm ci` refuses.
 */
export async function install(root, withTests) {
  const adds = withTests && isInstalled(root, false);
  const first = existsSync(path.join(root, 'node_modules')) ? '' : ' (first time only)';
  stderr.write(`Installing ${adds ? 'what the tests need' : 'packages'} with npm${first} …\n`);
  const quiet = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ];
  const which = withTests ? ['--include=dev'] : ['--omit=dev'];
  const options = [...which, '--include=optional', ...quiet];
  await runQuietly({
    ...npm(['install', '--no-save', ...options]),
    cwd: root,
    failure: 'Wardkeep could not install its packages: npm’s own words are above.',
  });
  if (!isInstalled(root, withTests)) {
    throw new Refusal('npm reported success, but node_modules is not what package-lock.json says.');
  }
}

/** The npm that runs this script, with its own Node: the one in node_modules is about to go. */
function npm(args) {
  const script = env['npm_execpath'] ?? '';
  if (/npm-cli\.c?js$/.test(script)) {
    return { command: env['npm_node_execpath'] ?? execPath, args: [script, ...args] };
  }
  return { command: platform === 'win32' ? 'npm.cmd' : 'npm', args };
}
