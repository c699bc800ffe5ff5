import { constants, publicEncrypt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyObjectOf, SecretKey } from '../secret-key.ts';
import { everyFault, testRootProvider } from '../testing/providers/conformance.ts';
import {
  startFakeAzureVault,
  vaultUrl,
  type FakeAzureVault,
} from '../testing/providers/fake-azure-vault.ts';
import { FakeRsaKey } from '../testing/providers/fake-rsa-key.ts';
import { wrapKey } from '../wrapped-key.ts';
import { openAzureKeyVaultProvider } from './azure-key-vault.ts';
import { readRootWrap, writeRootWrap } from './root-wrap.ts';

const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };
const key = `${vaultUrl}/keys/root`;

function open({ credential, clientOptions }: FakeAzureVault, signingKey?: string) {
  return openAzureKeyVaultProvider({ credential, clientOptions, key, signingKey });
}

testRootProvider('the Azure Key Vault provider', everyFault, async () => {
  const service = await startFakeAzureVault();
  const rsa = service.addVersion('root');
  service.addVersion('other');
  const { credential, clientOptions } = service;
  const shared = { credential, clientOptions };
  return {
    name: 'azure-key-vault',
    open: (timing) => openAzureKeyVaultProvider({ ...shared, key, timing }),
    openOther: () => openAzureKeyVaultProvider({ ...shared, key: `${vaultUrl}/keys/other` }),
    faults: {
      ...service,
      silence: () => service.suffer({ kind: 'silent' }),
      disable: () => void (rsa.isEnabled = false),
      enable: () => void (rsa.isEnabled = true),
    },
    stop: service.down,
  };
});

describe('a wrap that was not made by the vault', () => {
  test('is refused though it is made with the vault’s public key, and never sent there', async () => {
    const service = await startFakeAzureVault();
    const rsa = service.addVersion('root');
    const provider = await open(service);
    const chosen = SecretKey.generate();
    const real = readRootWrap(await provider.wrap(SecretKey.generate(), identity));
    for (const signature of [real.ciphertext.subarray(-256), Buffer.alloc(256), Buffer.of()]) {
      const forged = forge(rsa, chosen, signature);
      await expect(provider.unwrap(forged, identity)).rejects.toMatchObject({
        code: 'not_authentic',
      });
    }
    expect(service.received.filter(({ path }) => path.includes('unwrapkey'))).toEqual([]);
    await service.down();
  });

  test('is refused though it is signed, by another key under the version of the vault’s', async () => {
    const service = await startFakeAzureVault();
    const rsa = service.addVersion('root');
    const attacker = new FakeRsaKey([]);
    const provider = await open(service);
    const forged = forge(rsa, SecretKey.generate(), attacker.signDigest(Buffer.alloc(32)));
    await expect(provider.unwrap(forged, identity)).rejects.toMatchObject({
      code: 'not_authentic',
    });
    await service.down();
  });
});

describe('versions of a vault’s key', () => {
  test('a wrap by an old version opens after the key got a new one, which wraps from then on', async () => {
    const service = await startFakeAzureVault();
    const old = service.addVersion('root');
    const provider = await open(service);
    const before = await provider.wrap(SecretKey.generate(), identity);
    const renewed = service.addVersion('root');
    const after = await provider.wrap(SecretKey.generate(), identity);
    const versionOf = (wrap: Uint8Array) =>
      Buffer.from(readRootWrap(wrap).ciphertext).toString('hex', 0, 16);
    expect([before, after].map(versionOf)).toEqual([old.version, renewed.version]);
    const fresh = await open(service);
    for (const wrap of [before, after]) await fresh.unwrap(wrap, identity);
    await service.down();
  });

  test('one key may wrap and another sign', async () => {
    const service = await startFakeAzureVault();
    service.addVersion('root', ['wrapKey', 'unwrapKey']);
    service.addVersion('signer', ['sign']);
    const provider = await open(service, `${vaultUrl}/keys/signer`);
    const secret = SecretKey.generate();
    const back = await provider.unwrap(await provider.wrap(secret, identity), identity);
    expect(keyObjectOf(back).equals(keyObjectOf(secret))).toBe(true);
    // The same wrapping key without the other: it may not sign.
    const wrapping = (await open(service)).wrap(secret, identity);
    await expect(wrapping).rejects.toMatchObject({ code: 'provider_denied' });
    await service.down();
  });
});

test.each([`${key}/${'0'.repeat(32)}`, 'http://vault/keys/root', 'root'])(
  'the key %s is refused',
  async (other) => {
    const opening = openAzureKeyVaultProvider({ key: other });
    await expect(opening).rejects.toMatchObject({ code: 'bad_input' });
  },
);

test('a signing key of another vault is refused', async () => {
  const signingKey = 'https://other.vault.azure.net/keys/root';
  const opening = openAzureKeyVaultProvider({ key, signingKey });
  await expect(opening).rejects.toMatchObject({ code: 'bad_input' });
});

/** A whole wrap of a key of one's own choice, made with nothing but the public key. */
function forge(rsa: FakeRsaKey, chosen: SecretKey, signature: Uint8Array): Buffer {
  const wrapping = SecretKey.generate();
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const oaep = { key: rsa.publicKey, padding, oaepHash: 'sha256' };
  const block = publicEncrypt(oaep, keyObjectOf(wrapping).export());
  const version = Buffer.from(rsa.version, 'hex');
  const head = Buffer.concat([version, version, Buffer.of(1, 0), block]);
  const wrapped = wrapKey(wrapping, chosen, identity);
  const ciphertext = Buffer.concat([head, signature]);
  return writeRootWrap({ provider: 'azure-key-vault', ciphertext, wrapped });
}
