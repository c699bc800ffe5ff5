import { gcm } from '@noble/ciphers/aes.js';
import {
  chosen,
  chosenKey,
  concat,
  flipped,
  fromHex,
  hex,
  keyJson,
  netstrings,
  utf8,
} from './bytes.ts';
import type { Key } from './bytes.ts';

type Place = { purpose: string; owner: string; name: string };

const key = chosenKey('value key');
const place: Place = { purpose: 'chart', owner: 'person-1', name: 'Observation/o-1/3' };

export function valueVectors(): unknown {
  const json = JSON.stringify({ note: 'Größe 😀', items: [1, null, true] });
  const sealed = seal(key, place, utf8(`\u0001${json}`));
  const shifted = { ...place, owner: 'person-', name: '1Observation/o-1/3' };
  return {
    format: 'docs/formats/value.md',
    opens: [
      opens('a JSON object', place, { json }),
      opens('the JSON value null', place, { json: 'null' }),
      opens('the empty JSON string', { ...place, purpose: 'account' }, { json: '""' }),
      opens('a place beyond ASCII', { ...place, owner: 'Ж–1', name: '記録/1' }, { json: '1.5' }),
      opens('bytes', place, { bytes: '00ff10' }),
      opens('no bytes', place, { bytes: '' }),
    ],
    refused: [
      refused('another purpose', { place: { ...place, purpose: 'account' }, sealed }),
      refused('another owner', { place: { ...place, owner: 'person-2' }, sealed }),
      refused('another name', { place: { ...place, name: 'Observation/o-1/2' }, sealed }),
      refused('a place split elsewhere', { place: shifted, sealed }),
      refused('another key', { key: chosenKey('other key'), sealed }),
      refused('another key with the same id', {
        key: { ...chosenKey('other'), id: key.id },
        sealed,
      }),
      refused('another version', { sealed: concat(Uint8Array.of(2), sealed.subarray(1)) }),
      refused('a changed key id', { sealed: flipped(sealed, 1) }),
      refused('a changed nonce', { sealed: flipped(sealed, 17) }),
      refused('a changed ciphertext', { sealed: flipped(sealed, 29) }),
      refused('a changed tag', { sealed: flipped(sealed, -1) }),
      refused('the last byte cut off', { sealed: sealed.subarray(0, -1) }),
      refused('a tag of four bytes', { sealed: sealed.subarray(0, -12) }),
      refused('a byte more', { sealed: concat(sealed, Uint8Array.of(0)) }),
      refused('no content, not even a mark', { sealed: seal(key, place, new Uint8Array()) }),
      refused('nothing', { sealed: new Uint8Array() }),
    ],
  };
}

function opens(title: string, at: Place, content: { json: string } | { bytes: string }): unknown {
  const plaintext =
    'json' in content ? utf8(`\u0001${content.json}`) : fromHex(`02${content.bytes}`);
  return {
    title,
    key: keyJson(key),
    place: at,
    ...content,
    sealed: hex(seal(key, at, plaintext, title)),
  };
}

function refused(
  title: string,
  { sealed, ...other }: { key?: Key; place?: Place; sealed: Uint8Array },
): unknown {
  const used = other.key ?? key;
  return { title, key: keyJson(used), place: other.place ?? place, sealed: hex(sealed) };
}

function seal({ id, bytes }: Key, at: Place, plaintext: Uint8Array, label = 'value'): Uint8Array {
  const nonce = chosen(`${label} nonce`, 12);
  const aad = netstrings('wardkeep value v1', at.purpose, at.owner, at.name, id);
  return concat(Uint8Array.of(1), fromHex(id), nonce, gcm(bytes, nonce, aad).encrypt(plaintext));
}
