import { blindIndexVectors } from './blind-index.ts';
import { fernetVectors } from './fernet.ts';
import { fileVectors } from './file.ts';
import { keyFileV2Vectors } from './key-file-v2.ts';
import { keyFileVectors } from './key-file.ts';
import { recoveryShareVectors } from './recovery-shares.ts';
import { recoveryVectors } from './recovery.ts';
import { valueVectors } from './value.ts';
import { wrappedKeyVectors } from './wrapped-key.ts';

/** The text of every vector file, by its name. */
export async function allVectors(): Promise<ReadonlyMap<string, string>> {
  const files = {
    'blind-index': blindIndexVectors(),
    fernet: fernetVectors(),
    file: fileVectors(),
    'key-file': keyFileVectors(),
    'key-file-v2': keyFileV2Vectors(),
    recovery: await recoveryVectors(),
    'recovery-shares': recoveryShareVectors(),
    value: valueVectors(),
    'wrapped-key': wrappedKeyVectors(),
  };
  return new Map(
    Object.entries(files).map(([name, vectors]) => [
      `${name}.json`,
      `${JSON.stringify(vectors, null, 2)}\n`,
    ]),
  );
}
