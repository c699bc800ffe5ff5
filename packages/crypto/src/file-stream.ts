import type { Transform } from 'node:stream';
import { notAuthentic } from './errors.ts';
import { chunkBytes, headerBytes, openChunk, sealChunk, sealedChunkBytes } from './file-chunk.ts';
import type { FileKeys } from './file-chunk.ts';
import { newFileHeader, openFileHeader } from './file-header.ts';
import { tagBytes } from './gcm.ts';
import { PieceBuffer } from './piece-buffer.ts';
import { PieceTransform, type PieceMaker } from './piece-transform.ts';
import type { SecretKey } from './secret-key.ts';

/**
 * Plaintext in, a sealed file out (docs/formats/file.md), in constant memory.
 *
 * @throws {@link CryptoError} `key_destroyed`.
 */
export function createFileSealer(key: SecretKey, context: Uint8Array): Transform {
  return new PieceTransform(fileSealer(key, context));
}

/**
 * A sealed file in, its plaintext out, in constant memory. No chunk comes out before its tag was
 * verified. A file that was cut short comes out up to there and then fails: what was read counts
 * only once the stream has ended.
 *
 * The stream fails with {@link CryptoError} `not_authentic` or `key_destroyed`.
 */
export function createFileOpener(key: SecretKey, context: Uint8Array): Transform {
  return new PieceTransform(fileOpener(key, Uint8Array.from(context)));
}

function fileSealer(key: SecretKey, context: Uint8Array): PieceMaker {
  const chunk = new PieceBuffer(chunkBytes);
  const { header, keys } = newFileHeader(key, context);
  let pending = [header];
  let index = 0;
  function* start(): Iterable<Buffer> {
    yield* pending;
    pending = [];
  }
  return {
    *take(input) {
      yield* start();
      let { piece, rest } = chunk.fill(input);
      for (; piece; { piece, rest } = chunk.fill(rest)) yield sealChunk(keys, index++, piece);
    },
    *finish() {
      yield* start();
      yield sealChunk(keys, index, chunk.held);
    },
    clear: () => chunk.clear(),
  };
}

function fileOpener(key: SecretKey, context: Uint8Array): PieceMaker {
  const header = new PieceBuffer(headerBytes);
  const chunk = new PieceBuffer(sealedChunkBytes);
  let keys: FileKeys | undefined;
  let index = 0;
  function start(input: Buffer): Buffer {
    if (keys) return input;
    const { piece, rest } = header.fill(input);
    if (piece) keys = openFileHeader(key, context, piece);
    return rest;
  }
  return {
    *take(input) {
      const body = start(input);
      if (!keys) return;
      let { piece, rest } = chunk.fill(body);
      for (; piece; { piece, rest } = chunk.fill(rest)) yield openChunk(keys, index++, piece);
    },
    // A full chunk is never the last, so what is held at the end must be the short one.
    *finish() {
      if (!keys || chunk.held.length < tagBytes) throw notAuthentic();
      yield openChunk(keys, index, chunk.held);
    },
    clear: () => chunk.clear(),
  };
}
