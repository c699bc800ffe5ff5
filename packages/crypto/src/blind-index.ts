import { createHmac } from 'node:crypto';
import { CryptoError } from './errors.ts';
import { netstrings } from './netstrings.ts';
import { normalise, type Normaliser } from './normaliser.ts';
import { keyObjectOf, type SecretKey } from './secret-key.ts';

/** One searchable field. `bytes` is the length of the index: 1 to 32, 16 unless said. */
export type BlindIndexField = {
  readonly field: string;
  readonly normaliser: Normaliser;
  readonly bytes?: number;
};

/**
 * A keyed hash of a normalised value: equal values of one field give equal bytes, which is what it
 * leaks (docs/formats/blind-index.md). Only full length (16 bytes and more) tells values apart.
 *
 * @throws {@link CryptoError} `bad_input` if nothing is left of the value once normalised, if it is
 * not well-formed text, or for another length; `key_destroyed`.
 */
export function blindIndex(key: SecretKey, index: BlindIndexField, value: string): Buffer {
  const bytes = index.bytes ?? 16;
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > 32) {
    throw new CryptoError('bad_input', 'A blind index has 1 to 32 bytes.');
  }
  const normalised = normalise(index.normaliser, value);
  if (normalised === '') throw new CryptoError('bad_input', 'There is nothing to index.');
  const message = netstrings(label, index.field, index.normaliser, normalised);
  return createHmac('sha256', keyObjectOf(key)).update(message).digest().subarray(0, bytes);
}

const label = 'wardkeep blind index v1';
