import { CryptoError } from './errors.ts';

/**
 * Texts joined so that no two lists give the same bytes: each as its length in UTF-8 bytes (decimal,
 * no leading zero), `:`, the text, `,`.
 *
 * @throws {@link CryptoError} `bad_input` for a lone surrogate: UTF-8 can't tell one from another.
 */
export function netstrings(...texts: readonly string[]): Buffer {
  let joined = '';
  for (const text of texts) joined += `${Buffer.byteLength(text)}:${text},`;
  if (!joined.isWellFormed()) throw new CryptoError('bad_input', 'A text has a lone surrogate.');
  return Buffer.from(joined, 'utf8');
}
