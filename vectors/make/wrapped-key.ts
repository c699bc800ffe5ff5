import { gcm } from '@noble/ciphers/aes.js';
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { chosen, chosenKey, concat, flipped, fromHex, hex, keyJson, netstrings } from './bytes.ts';
import type { Key } from './bytes.ts';

export type Identity = { purpose: string; owner: string; name: string };

const wrapping = chosenKey('wrapping key');
const key = chosenKey('wrapped key');
const identity: Identity = { purpose: 'person-chart', owner: 'person-1', name: 'v1' };

export function wrappedKeyVectors(): unknown {
  const wrapped = wrap(wrapping, key, identity, commitment(key, identity));
  const other = chosenKey('another wrapped key');
  const elsewhere = { ...identity, owner: 'person-2' };
  return {
    format: 'docs/formats/wrapped-key.md',
    opens: [
      {
        title: 'a person key',
        wrapping: keyJson(wrapping),
        identity,
        key: keyJson(key),
        wrapped: hex(wrapped),
      },
    ],
    refused: [
      refused('another owner', wrapped, { identity: elsewhere }),
      refused('another purpose', wrapped, { identity: { ...identity, purpose: 'person-account' } }),
      refused('another name', wrapped, { identity: { ...identity, name: 'v2' } }),
      refused('another wrapping key', wrapped, { wrapping: chosenKey('another wrapping key') }),
      refused(
        'the commitment of another key',
        wrap(wrapping, key, identity, commitment({ ...other, id: key.id }, identity)),
      ),
      refused(
        'the commitment of another identity',
        wrap(wrapping, key, identity, commitment(key, elsewhere)),
      ),
      refused('a changed wrapping key id', flipped(wrapped, 1)),
      refused('a changed key id', flipped(wrapped, 17)),
      refused('a changed nonce', flipped(wrapped, 33)),
      refused('a changed ciphertext', flipped(wrapped, 45)),
      refused('a changed tag', flipped(wrapped, 77)),
      refused('a changed commitment', flipped(wrapped, -1)),
      refused('another version', concat(Uint8Array.of(2), wrapped.subarray(1))),
      refused('no commitment', wrapped.subarray(0, 93)),
      refused('a byte more', concat(wrapped, Uint8Array.of(0))),
    ],
  };
}

export function wrap(by: Key, inner: Key, as: Identity, commit: Uint8Array): Uint8Array {
  const nonce = chosen('wrapped key nonce', 12);
  const aad = netstrings('wardkeep wrapped key v1', as.purpose, as.owner, as.name, by.id, inner.id);
  const sealed = gcm(by.bytes, nonce, aad).encrypt(inner.bytes);
  return concat(Uint8Array.of(1), fromHex(by.id), fromHex(inner.id), nonce, sealed, commit);
}

export function commitment({ id, bytes }: Key, { purpose, owner, name }: Identity): Uint8Array {
  const info = netstrings('wardkeep key commitment v1', purpose, owner, name, id);
  return expand(sha256, bytes, info, 32);
}

function refused(
  title: string,
  wrapped: Uint8Array,
  other: { wrapping?: Key; identity?: Identity } = {},
): unknown {
  const used = keyJson(other.wrapping ?? wrapping);
  return { title, wrapping: used, identity: other.identity ?? identity, wrapped: hex(wrapped) };
}
