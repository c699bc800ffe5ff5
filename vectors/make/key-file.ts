import { argon2id } from '@noble/hashes/argon2.js';
import { chosen, chosenKey, hex, keyJson, utf8 } from './bytes.ts';
import { commitment, wrap } from './wrapped-key.ts';

const key = chosenKey('root key');
const salt = chosen('key file salt', 16);
const kdf = {
  name: 'argon2id',
  memoryKiB: 65_536,
  passes: 3,
  parallelism: 1,
  salt: base64url(salt),
};

export function keyFileVectors(): unknown {
  const passphrase = 'ｆive small boats'; // the first letter is full width: NFKC makes it an f
  const bytes = argon2id(utf8('five small boats'), salt, { t: 3, m: 65_536, p: 1, dkLen: 32 });
  const identity = { purpose: 'key-file', owner: key.id, name: 'v1' };
  const sealed = wrap({ id: hex(salt), bytes }, key, identity, commitment(key, identity));
  const file = {
    format: 'wardkeep-key-file',
    version: 1,
    keyId: key.id,
    kdf,
    sealed: base64url(sealed),
  };
  return {
    format: 'docs/formats/key-file.md',
    opens: [{ title: 'a passphrase in full width', passphrase, key: keyJson(key), file }],
    refused: [
      { title: 'another passphrase', passphrase: 'five small goats', file },
      { title: 'a passphrase too short', passphrase: 'five boats', file },
      { title: 'another version', passphrase, file: { ...file, version: 2 } },
      { title: 'an unknown field', passphrase, file: { ...file, hint: 'boats' } },
      { title: 'another key id', passphrase, file: { ...file, keyId: '0'.repeat(32) } },
      refusedKdf('more than a gibibyte', { memoryKiB: 1_048_577 }),
      refusedKdf('less memory than ever written', { memoryKiB: 1024 }),
      refusedKdf('too many passes', { passes: 11 }),
      refusedKdf('too few passes', { passes: 1 }),
      refusedKdf('too many lanes', { parallelism: 5 }),
      refusedKdf('half a pass', { passes: 3.5 }),
      refusedKdf('another function', { name: 'scrypt' }),
      refusedKdf('a short salt', { salt: kdf.salt.slice(0, 20) }),
      refusedKdf('a salt with padding', { salt: `${kdf.salt}==` }),
    ],
  };

  function refusedKdf(title: string, other: object): unknown {
    return { title, passphrase, file: { ...file, kdf: { ...kdf, ...other } } };
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
