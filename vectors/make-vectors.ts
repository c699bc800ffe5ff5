/**
 * Writes the vectors of docs/formats anew. It shares no code with packages/crypto: it follows the
 * pages with @noble and @hpke, so that the product's tests compare two implementations. Everything
 * "random" comes from hashes, so each run writes the same bytes; a published vector never changes.
 *
 * node vectors/make-vectors.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blindIndexVectors } from './make/blind-index.ts';
import { fileVectors } from './make/file.ts';
import { keyFileVectors } from './make/key-file.ts';
import { recoveryVectors } from './make/recovery.ts';
import { valueVectors } from './make/value.ts';
import { wrappedKeyVectors } from './make/wrapped-key.ts';

const files = {
  'blind-index': blindIndexVectors(),
  file: fileVectors(),
  'key-file': keyFileVectors(),
  recovery: await recoveryVectors(),
  value: valueVectors(),
  'wrapped-key': wrappedKeyVectors(),
};

for (const [name, vectors] of Object.entries(files)) {
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(vectors, null, 2)}\n`);
}
