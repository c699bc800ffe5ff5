import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/**
 * Loads what tools/fhir made from the R4 definitions, synchronously and once; `file` is relative to
 * packages/server/generated/fhir.
 *
 * Not an `import`: a resource type that nobody sends is never read, and checking the sources does
 * not depend on files that are made. tools/bootstrap.mjs makes them before anything starts.
 */
export function loadGenerated(file: string): unknown {
  return load(`../../../generated/fhir/${file}`);
}
