import type { Transform } from 'node:stream';
import {
  createFileOpener,
  createFileSealer,
  openFileRange,
  wrapKey,
  type KeyIdentity,
  type SecretKey,
  type WrappedKey,
} from '@wardkeep/crypto';

/** Random access to sealed bytes, wherever they are stored. */
export interface SealedSource {
  /** Length of the sealed file, in bytes. */
  readonly length: number;
  read(start: number, length: number): Promise<Uint8Array>;
}

/** One file's key. Outlives the request that unlocked it, because a download does; opens that one file only. */
export class FileVault {
  readonly personId: string;
  readonly #fileId: string;
  readonly #key: SecretKey;
  readonly #context: Uint8Array;

  constructor(key: SecretKey, personId: string, fileId: string) {
    this.personId = personId;
    this.#fileId = fileId;
    this.#key = key;
    // Bound into the file's own keys (Cobblestone-256 context): sealed bytes put in another file's place do not open.
    this.#context = Buffer.from(`wardkeep/file/1\0${personId}\0${fileId}`);
  }

  /** The file's key in the form that is stored beside its row. The vault's own business: nobody else has a key. */
  wrappedBy(wrapping: SecretKey): WrappedKey {
    return wrapKey(wrapping, this.#key, fileKeyIdentity(this.personId, this.#fileId));
  }

  sealer(): Transform {
    return createFileSealer(this.#key, this.#context);
  }

  opener(): Transform {
    return createFileOpener(this.#key, this.#context);
  }

  /** @param range - Byte offsets of the plaintext; `end` is exclusive. Only the chunks asked for are opened. */
  openRange(
    source: SealedSource,
    range: { readonly start: number; readonly end: number },
  ): AsyncIterable<Buffer> {
    return openFileRange(this.#key, this.#context, source, range);
  }
}

export function fileKeyIdentity(personId: string, fileId: string): KeyIdentity {
  return { purpose: 'file', owner: personId, name: fileId };
}
