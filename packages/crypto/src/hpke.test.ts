import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { agree, generateAgreementKey, privateBytesOf, privateKeyFrom } from './x25519.ts';
import { publicBytesOf } from './x25519.ts';

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const recipient = generateAgreementKey();
const publicBytes = publicBytesOf(recipient);
const context = { info: Buffer.from('info'), aad: Buffer.from('aad') };
const content = Buffer.from('content');

test('@hpke/core opens what was sealed', async () => {
  const { encapsulated, ciphertext, tag } = hpkeSeal(publicBytes, context, content);
  const recipientKey = await suite.kem.deserializePrivateKey(privateBytesOf(recipient));
  const { info, aad } = context;
  const receiver = await suite.createRecipientContext({ recipientKey, enc: encapsulated, info });
  const opened = await receiver.open(Buffer.concat([ciphertext, tag]), aad);
  expect(Buffer.from(opened)).toEqual(content);
});

test('what @hpke/core sealed opens', async () => {
  const { info, aad } = context;
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicBytes);
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const sealed = Buffer.from(await sender.seal(content, aad));
  const message = {
    encapsulated: Buffer.from(sender.enc),
    ciphertext: sealed.subarray(0, -16),
    tag: sealed.subarray(-16),
  };
  expect(hpkeOpen(recipient, context, message)).toEqual(content);
});

test('another recipient, info or associated data is refused', () => {
  const message = hpkeSeal(publicBytes, context, content);
  const other = Buffer.from('other');
  const attempts = [
    () => hpkeOpen(generateAgreementKey(), context, message),
    () => hpkeOpen(recipient, { ...context, info: other }, message),
    () => hpkeOpen(recipient, { ...context, aad: other }, message),
  ];
  for (const attempt of attempts) expect(codeOf(attempt)).toBe('not_authentic');
});

test('a public key of small order is refused on both sides', () => {
  const zero = Buffer.alloc(32);
  expect(codeOf(() => hpkeSeal(zero, context, content))).toBe('bad_input');
  const message = { ...hpkeSeal(publicBytes, context, content), encapsulated: zero };
  expect(codeOf(() => hpkeOpen(recipient, context, message))).toBe('not_authentic');
});

test('two messages never share an ephemeral key', () => {
  const [one, other] = [0, 1].map(() => hpkeSeal(publicBytes, context, content).encapsulated);
  expect(one).not.toEqual(other);
});

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof X25519'), () => {
  const groups = hasWycheproof ? readWycheproof('x25519_jwk_test.json') : [];

  test('agreement gives what the vectors say, or nothing for a shared secret of zeros', () => {
    let seen = 0;
    for (const vector of groups.flatMap(({ tests }) => tests)) {
      const [theirs, own] = [jwkField(vector['public'], 'x'), jwkField(vector['private'], 'd')];
      if (theirs?.length !== 32 || own?.length !== 32) continue;
      const shared = bytesOf(vector, 'shared');
      const weak = shared.length === 32 && shared.every((byte) => byte === 0);
      const agreed = agree(privateKeyFrom(own), theirs);
      if (weak) expect(agreed, `tcId ${vector.tcId}`).toBeUndefined();
      else if (vector.result !== 'invalid') expect(agreed, `tcId ${vector.tcId}`).toEqual(shared);
      seen += 1;
    }
    expect(seen).toBeGreaterThan(200);
  });
});

function jwkField(jwk: unknown, name: string): Buffer | undefined {
  const value = jwk instanceof Object ? Object.entries(jwk).find(([field]) => field === name) : [];
  return typeof value?.[1] === 'string' ? Buffer.from(value[1], 'base64url') : undefined;
}
