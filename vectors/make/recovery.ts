import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
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
import { writeRecoveryText } from './paper.ts';
import { commitment, type Identity } from './wrapped-key.ts';

const key = chosenKey('epoch key');
const identity: Identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

export async function recoveryVectors(): Promise<unknown> {
  const { wrapped, publicKey, secret } = await wrap();
  const privateText = writeRecoveryText(secret);
  const swapped = `${privateText.slice(0, 1)}${privateText.slice(2, 3)}${privateText.slice(1, 2)}`;
  const vector = { privateText, publicKey, identity, wrapped: hex(wrapped) };
  const refused = (title: string, other: object): unknown => ({ title, ...vector, ...other });
  return {
    format: 'docs/formats/recovery.md',
    opens: [
      { title: 'as printed', ...vector, key: keyJson(key) },
      { title: 'as typed', ...vector, privateText: typed(privateText), key: keyJson(key) },
    ],
    refused: [
      refused('another owner', { identity: { ...identity, owner: 'person-1' } }),
      refused('another kit', {
        privateText: writeRecoveryText(chosen('another recovery secret', 32)),
      }),
      refused('two letters swapped', { privateText: swapped + privateText.slice(3) }),
      refused('a letter missing', { privateText: privateText.slice(0, -1) }),
      refused('a U', { privateText: `U${privateText.slice(1)}` }),
      refused('a changed key id', { wrapped: hex(flipped(wrapped, 1)) }),
      refused('a changed encapsulated key', { wrapped: hex(flipped(wrapped, 17)) }),
      refused('an encapsulated key of small order', {
        wrapped: hex(concat(wrapped.subarray(0, 17), new Uint8Array(32), wrapped.subarray(49))),
      }),
      refused('a changed ciphertext', { wrapped: hex(flipped(wrapped, 49)) }),
      refused('a changed commitment', { wrapped: hex(flipped(wrapped, -1)) }),
      refused('another version', { wrapped: hex(concat(Uint8Array.of(2), wrapped.subarray(1))) }),
      refused('cut short', { wrapped: hex(wrapped.subarray(0, -1)) }),
    ],
  };
}

async function wrap(): Promise<{ wrapped: Uint8Array; publicKey: string; secret: Uint8Array }> {
  const recipient = await suite.kem.deriveKeyPair(chosen('recovery seed', 32));
  const publicKey = await suite.kem.serializePublicKey(recipient.publicKey);
  const secret = await suite.kem.serializePrivateKey(recipient.privateKey);
  const sender = await suite.createSenderContext({
    recipientPublicKey: recipient.publicKey,
    info: utf8('wardkeep recovery v1'),
    ekm: await suite.kem.deriveKeyPair(chosen('ephemeral seed', 32)),
  });
  const aad = netstrings(identity.purpose, identity.owner, identity.name, key.id);
  const sealed = await sender.seal(key.bytes, aad);
  const head = concat(Uint8Array.of(1), fromHex(key.id), new Uint8Array(sender.enc));
  return {
    wrapped: concat(head, new Uint8Array(sealed), commitment(key, identity)),
    publicKey: Buffer.from(publicKey).toString('base64url'),
    secret: new Uint8Array(secret),
  };
}

/** As somebody types it who reads 0 as O and 1 as l. */
function typed(text: string): string {
  return ` ${text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
}
