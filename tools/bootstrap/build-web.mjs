import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stderr } from 'node:process';
import { checkNode } from './node-version.mjs';
import { runQuietly } from './run.mjs';

const output = 'packages/web/dist';
/** Beside the build, not in it: what is in it is served. */
const stamp = 'node_modules/.wardkeep-web-build';
/** Whatever these hold goes into the build. */
const sources = [
  'packages/web',
  'packages/contract/src',
  'packages/client/src',
  'package-lock.json',
];

/** Whether the built web app stems from the sources as they are now. */
export function webIsBuilt(root) {
  const stampFile = path.join(root, stamp);
  if (!existsSync(path.join(root, output, 'index.html')) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === hashSources(root);
}

/** Builds beside the old build and then swaps, so that an interruption leaves the old one whole. */
export async function buildWeb(root) {
  stderr.write('Building the web app …\n');
  const hash = hashSources(root);
  const fresh = path.join(root, 'packages/web/node_modules/.fresh-build');
  const target = path.join(root, output);
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  await runQuietly({
    command: checkNode(root),
    args: [vite, 'build', 'packages/web', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
    cwd: root,
    failure: 'Wardkeep could not build its web app: the reason is above.',
  });
  rmSync(path.join(root, stamp), { force: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  writeFileSync(path.join(root, stamp), hash);
}

function hashSources(root) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(path.join(root, source)))) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Every file at or under `start`, in a stable order, without what tools write there. */
function filesUnder(start) {
  if (!existsSync(start)) return [];
  if (path.extname(start) === '.json') return [start];
  return readdirSync(start, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(start, entry.name);
      return entry.isDirectory() ? filesUnder(file) : [file];
    });
}
