import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { chosen, chosenKey, hex, keyJson, utf8 } from './bytes.ts';
import { commitment, wrap } from './wrapped-key.ts';

const key = chosenKey('root key of an older tool');
const salt = chosen('key file salt v2', 16);
const kdf = { name: 'pbkdf2-hmac-sha256', iterations: 600_000, salt: base64url(salt) };
const passphrase = 'seven small boats';
const file = keyFile('v2');

export function keyFileV2Vectors(): unknown {
  return {
    format: 'docs/formats/key-file.md',
    opens: [{ title: 'PBKDF2', passphrase, key: keyJson(key), file }],
    refused: [
      { title: 'another passphrase', passphrase: 'seven small goats', file },
      { title: 'the version of Argon2id', passphrase, file: { ...file, version: 1 } },
      { title: 'a version to come', passphrase, file: { ...file, version: 3 } },
      { title: 'an identity of version 1', passphrase, file: keyFile('v1') },
      { title: 'another key id', passphrase, file: { ...file, keyId: '0'.repeat(32) } },
      refusedKdf('fewer iterations than safe', { iterations: 599_999 }),
      refusedKdf('more iterations than a start may take', { iterations: 10_000_001 }),
      refusedKdf('half an iteration', { iterations: 600_000.5 }),
      refusedKdf('iterations as text', { iterations: '600000' }),
      refusedKdf('another function', { name: 'pbkdf2-hmac-sha1' }),
      refusedKdf('a short salt', { salt: kdf.salt.slice(0, 20) }),
      refusedKdf('an unknown field', { hash: 'sha256' }),
    ],
  };
}

function refusedKdf(title: string, other: object): unknown {
  return { title, passphrase, file: { ...file, kdf: { ...kdf, ...other } } };
}

function keyFile(name: string) {
  const bytes = pbkdf2(sha256, utf8(passphrase), salt, { c: kdf.iterations, dkLen: 32 });
  const identity = { purpose: 'key-file', owner: key.id, name };
  const sealed = wrap({ id: hex(salt), bytes }, key, identity, commitment(key, identity));
  const [format, version] = ['wardkeep-key-file', 2];
  return { format, version, keyId: key.id, kdf, sealed: base64url(sealed) };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
