import { SecretKey } from '../secret-key.ts';
import { testRootProvider, type ProviderUnderTest } from '../testing/providers/conformance.ts';
import { randomBytes } from 'node:crypto';
import { openEnvironmentProvider } from './environment.ts';
import { openKeyFileProvider } from './key-file.ts';

testRootProvider('the key file provider', [], async (): Promise<ProviderUnderTest> => {
  const [id, bytes] = [SecretKey.generate().id, randomBytes(32)];
  const open = async () =>
    await Promise.resolve(
      openKeyFileProvider({ root: SecretKey.fromBytes(id, Uint8Array.from(bytes)) }),
    );
  const openOther = async () =>
    await Promise.resolve(openKeyFileProvider({ root: SecretKey.generate() }));
  return await Promise.resolve({ name: 'key-file', open, openOther, faults: {} });
});

testRootProvider('the environment provider', [], async (): Promise<ProviderUnderTest> => {
  const [rootKey, other] = [randomBytes(32).toString('hex'), randomBytes(32).toString('base64url')];
  const open = async () => await Promise.resolve(openEnvironmentProvider({ rootKey }));
  const openOther = async () => await Promise.resolve(openEnvironmentProvider({ rootKey: other }));
  return await Promise.resolve({ name: 'environment', open, openOther, faults: {} });
});
