import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { chosenKey, hex, keyJson, netstrings } from './bytes.ts';

const key = chosenKey('index key');

/** The normalised forms are written down, not computed: they are what the page promises. */
const values: readonly (readonly [normaliser: string, value: string, normalised: string])[] = [
  ['email-v1', ' Ana.Straße@Example.ORG ', 'ana.strasse@example.org'],
  ['email-v1', 'ＡＮＡ@example.org', 'ana@example.org'],
  ['email-v1', 'ana\u200B@example.org', 'ana@example.org'],
  ['text-v1', '  Mary \t Ann\u00A0\n O’Hara ', 'mary ann o’hara'],
  ['text-v1', 'ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
  ['text-v1', 'ﬁne Ǆ', 'fine dž'],
  ['text-v1', 'e\u0301', 'é'],
  ['digits-v1', '+49 (0)30 / 12-34', '490301234'],
  ['digits-v1', '٠٣٠ १२ ７', '030127'],
  ['exact-v1', ' As It Is ', ' As It Is '],
];

export function blindIndexVectors(): unknown {
  const opens = values.map(([normaliser, value, normalised]) => ({
    key: keyJson(key),
    field: 'account.email',
    normaliser,
    value,
    normalised,
    index: hex(index('account.email', normaliser, normalised)),
  }));
  return {
    format: 'docs/formats/blind-index.md',
    note: 'index is the full 32 bytes; a shorter one is its beginning',
    opens,
    refused: [
      { title: 'nothing left', normaliser: 'text-v1', value: ' \u00AD\t' },
      { title: 'no digit', normaliser: 'digits-v1', value: 'none' },
      { title: 'an empty value', normaliser: 'exact-v1', value: '' },
      { title: 'a lone surrogate', normaliser: 'exact-v1', value: 'a\uD800' },
    ],
  };
}

function index(field: string, normaliser: string, normalised: string): Uint8Array {
  const message = netstrings('wardkeep blind index v1', field, normaliser, normalised);
  return hmac(sha256, key.bytes, message);
}
