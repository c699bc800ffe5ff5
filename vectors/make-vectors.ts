/**
 * Writes the vectors of docs/formats anew. It shares no code with packages/crypto: it follows the
 * pages with @noble and @hpke, so that the product's tests compare two implementations. Everything
 * "random" comes from hashes, so each run writes the same bytes; a published vector never changes.
 *
 * node vectors/make-vectors.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allVectors } from './make/all.ts';

for (const [name, text] of await allVectors()) {
  writeFileSync(join(import.meta.dirname, name), text);
}
