/**
 * Makes packages/server/generated/fhir from the definitions of FHIR R4:
 *
 *   node tools/fhir/generate.ts
 *
 * tools/bootstrap.mjs runs it when what it reads has changed. The folder is replaced as a whole, so
 * that nothing stays that is no longer made.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateValidators } from './generate-validators.ts';
import type { GeneratedFile } from './generated-file.ts';
import { generateSearchParameters } from './search-parameters.ts';

const target = path.resolve(import.meta.dirname, '../../packages/server/generated/fhir');

replace([...generateValidators(), ...generateSearchParameters()]);

function replace(files: readonly GeneratedFile[]): void {
  const fresh = `${target}.fresh-${process.pid}`;
  for (const file of files) {
    const at = path.join(fresh, file.path);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, file.text);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}
