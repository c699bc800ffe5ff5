import { describe, expect, test } from 'vitest';
import { SecretKey } from '../secret-key.ts';
import { everyFault, testRootProvider } from '../testing/providers/conformance.ts';
import { startFakeGcpKms } from '../testing/providers/fake-gcp-kms.ts';
import { crc32c } from './crc32c.ts';
import { openGcpKmsProvider } from './gcp-kms.ts';

const ring = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys';
const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };

testRootProvider('the Google Cloud KMS provider', everyFault, async () => {
  const service = await startFakeGcpKms();
  const key = service.key(`${ring}/root`);
  service.key(`${ring}/other`);
  const shared = { endpoint: service.url, credentials: service.credentials };
  return {
    name: 'gcp-kms',
    open: (timing) => openGcpKmsProvider({ ...shared, key: `${ring}/root`, timing }),
    openOther: () => openGcpKmsProvider({ ...shared, key: `${ring}/other` }),
    faults: {
      ...service,
      silence: () => service.suffer({ kind: 'silent' }),
      disable: () => void (key.isEnabled = false),
      enable: () => void (key.isEnabled = true),
    },
    stop: service.down,
  };
});

describe('bytes that change between Google Cloud KMS and here', () => {
  test.each(['answer', 'request'] as const)('are noticed: %s', async (how) => {
    const service = await startFakeGcpKms();
    service.key(`${ring}/root`);
    const { url: endpoint, credentials } = service;
    const provider = await openGcpKmsProvider({ endpoint, credentials, key: `${ring}/root` });
    service.breakChecksums(how);
    await expect(provider.wrap(SecretKey.generate(), identity)).rejects.toMatchObject({
      code: 'provider_unavailable',
      message: 'Google Cloud KMS cannot be used now: bytes changed on the way.',
    });
    await provider.close();
    await service.down();
  });

  test('are found by the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  });
});

test('a key with a version, and an endpoint that is no URL, are refused', async () => {
  const version = openGcpKmsProvider({ key: `${ring}/root/cryptoKeyVersions/1` });
  await expect(version).rejects.toMatchObject({ code: 'bad_input' });
  const endpoint = openGcpKmsProvider({ key: `${ring}/root`, endpoint: 'kms' });
  await expect(endpoint).rejects.toMatchObject({ code: 'bad_input' });
});
