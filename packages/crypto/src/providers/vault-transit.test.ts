import { describe, expect, test } from 'vitest';
import { SecretKey } from '../secret-key.ts';
import { everyFault, testRootProvider } from '../testing/providers/conformance.ts';
import { startFakeVault } from '../testing/providers/fake-vault.ts';
import { openVaultTransitProvider } from './vault-transit.ts';

const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };
const signIn = { token: 'hvs.example' };

testRootProvider('the Vault Transit provider', everyFault, async () => {
  const service = await startFakeVault();
  const key = service.key('transit/root');
  service.key('transit/other');
  const shared = { address: service.url, signIn };
  return {
    name: 'vault-transit',
    open: async (timing) =>
      await Promise.resolve(openVaultTransitProvider({ ...shared, key: 'root', timing })),
    openOther: async () =>
      await Promise.resolve(openVaultTransitProvider({ ...shared, key: 'other' })),
    faults: {
      ...service,
      silence: () => service.suffer({ kind: 'silent' }),
      disable: () => void (key.isEnabled = false),
      enable: () => void (key.isEnabled = true),
    },
    stop: service.down,
  };
});

testRootProvider('the Vault Transit provider with a derived key and an AppRole', [], async () => {
  const service = await startFakeVault();
  service.key('team/engines/transit/root', 'derived');
  service.key('team/engines/transit/other', 'derived');
  const shared = { address: service.url, signIn: service.role, namespace: 'team/' };
  const open = async (key: string) =>
    await Promise.resolve(openVaultTransitProvider({ ...shared, key }));
  return {
    name: 'vault-transit',
    open: () => open('engines/transit/root'),
    openOther: () => open('engines/transit/other'),
    faults: {},
    stop: service.down,
  };
});

describe('signing in to Vault', () => {
  test('by AppRole happens once for many calls, and again when the token has ended', async () => {
    const service = await startFakeVault();
    service.key('transit/root');
    const options = { address: service.url, key: 'root', signIn: service.role };
    const provider = openVaultTransitProvider(options);
    const wrapNew = () => provider.wrap(SecretKey.generate(), identity);
    await Promise.all([wrapNew(), wrapNew(), wrapNew()]);
    service.tokens.clear();
    await wrapNew();
    const signIns = service.received.filter(({ path }) => path === '/v1/auth/approle/login');
    expect(signIns).toHaveLength(2);
    await provider.close();
    await service.down();
  });

  test('with a wrong secret id is denied', async () => {
    const service = await startFakeVault();
    const wrong = { ...service.role, secretId: 'another' };
    const options = { address: service.url, key: 'root', signIn: wrong };
    const provider = openVaultTransitProvider(options);
    await expect(provider.wrap(SecretKey.generate(), identity)).rejects.toMatchObject({
      code: 'provider_denied',
      message: 'Vault Transit refused: sign-in by AppRole failed.',
    });
    await service.down();
  });

  test('asks for the token at each call, so that a renewed one is used', async () => {
    const service = await startFakeVault();
    service.key('transit/root');
    let token = 'hvs.example';
    const options = { address: service.url, key: 'root', signIn: { token: () => token } };
    const provider = openVaultTransitProvider(options);
    await provider.wrap(SecretKey.generate(), identity);
    service.tokens.clear();
    service.tokens.add((token = 'hvs.renewed'));
    await provider.wrap(SecretKey.generate(), identity);
    await service.down();
  });
});

test.each([
  { address: 'vault:8200', key: 'root' },
  { address: 'ftp://vault', key: 'root' },
  { address: 'http://vault', key: '../sys/seal' },
  { address: 'http://vault', key: 'a/../../sys' },
  { address: 'http://vault', key: '' },
])('$address with the key "$key" is refused', ({ address, key }) => {
  const error = expect.objectContaining({ code: 'bad_input' });
  expect(() => openVaultTransitProvider({ address, key, signIn })).toThrow(error);
});

test('a Transit key that is not there is denied, not taken for a changed wrap', async () => {
  const service = await startFakeVault();
  service.key('transit/root');
  const options = { address: service.url, signIn };
  const wrap = await openVaultTransitProvider({ ...options, key: 'root' }).wrap(
    SecretKey.generate(),
    identity,
  );
  const absent = openVaultTransitProvider({ ...options, key: 'absent' });
  await expect(absent.unwrap(wrap, identity)).rejects.toMatchObject({ code: 'provider_denied' });
  await service.down();
});
