import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { arch, execPath, platform, versions } from 'node:process';
import { Refusal } from './refusal.mjs';

const wanted = 24;

/**
 * Checks that `node` in an npm script is new enough: npm puts node_modules/.bin first.
 *
 * @returns the path of that Node.
 * @throws {Refusal} when it is missing, too old, or made for another kind of machine.
 */
export function checkNode(root) {
  const installed = path.join(
    root,
    'node_modules/.bin',
    platform === 'win32' ? 'node.cmd' : 'node',
  );
  if (!existsSync(installed)) {
    if (major(versions.node) >= wanted) return execPath;
    throw new Refusal(
      `Wardkeep runs on Node ${wanted}, and npm has none ready for ${platform}-${arch} ` +
        `(or left out optional packages). Install Node ${wanted} and start again with it.`,
    );
  }
  const { stdout, error } = spawnSync(installed, ['--version'], {
    encoding: 'utf8',
    shell: platform === 'win32',
  });
  if (error || major((stdout ?? '').trim().slice(1)) < wanted) {
    throw new Refusal(
      `Wardkeep runs on Node ${wanted}, but the one that npm installed does not run here ` +
        `(${error?.message ?? (stdout.trim() || 'it says nothing')}). On a system without glibc, or ` +
        `after copying node_modules from another machine, delete node_modules and use Node ${wanted}.`,
    );
  }
  return installed;
}

const major = (version) => Number.parseInt(version, 10) || 0;
