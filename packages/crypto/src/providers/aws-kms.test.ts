import { describe, expect, test } from 'vitest';
import { SecretKey } from '../secret-key.ts';
import { everyFault, testRootProvider } from '../testing/providers/conformance.ts';
import { startFakeAwsKms } from '../testing/providers/fake-aws-kms.ts';
import { openAwsKmsProvider } from './aws-kms.ts';

const arn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-secret' };

testRootProvider('the AWS KMS provider', everyFault, async () => {
  const service = await startFakeAwsKms();
  const key = service.key(arn);
  service.key('alias/other');
  const shared = { endpoint: service.url, credentials };
  return {
    name: 'aws-kms',
    open: (timing) => openAwsKmsProvider({ ...shared, key: arn, timing }),
    openOther: () => openAwsKmsProvider({ ...shared, key: 'alias/other', region: 'us-east-1' }),
    faults: {
      ...service,
      silence: () => service.suffer({ kind: 'silent' }),
      disable: () => void (key.isEnabled = false),
      enable: () => void (key.isEnabled = true),
    },
    stop: service.down,
  };
});

describe('a call to AWS KMS', () => {
  test('binds the identity as an encryption context that can be read in its log', async () => {
    const service = await startFakeAwsKms();
    service.key(arn);
    const provider = await openAwsKmsProvider({ key: arn, endpoint: service.url, credentials });
    await provider.wrap(SecretKey.generate(), { purpose: 'epoch', owner: 'deployment', name: 'e' });
    const sent = JSON.parse(service.received[0]?.body ?? '') as { EncryptionContext: unknown };
    expect(sent.EncryptionContext).toEqual({
      'wardkeep:format': 'wardkeep root wrap v1',
      'wardkeep:purpose': 'epoch',
      'wardkeep:owner': 'deployment',
      'wardkeep:name': 'e',
      'wardkeep:wrapped': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await provider.close();
    await service.down();
  });

  test('is not made for another provider’s wrap', async () => {
    const service = await startFakeAwsKms();
    service.key(arn);
    const provider = await openAwsKmsProvider({ key: arn, endpoint: service.url, credentials });
    const identity = { purpose: 'epoch', owner: 'deployment', name: 'e' };
    const wrap = await provider.wrap(SecretKey.generate(), identity);
    const others = Buffer.from(wrap).fill(3, 1, 2);
    const unwrapping = provider.unwrap(others, identity);
    await expect(unwrapping).rejects.toMatchObject({ code: 'not_authentic' });
    expect(service.received).toHaveLength(1);
    await provider.close();
    await service.down();
  });

  test('by a key that KMS can’t have is refused before it is made', async () => {
    await expect(openAwsKmsProvider({ key: 'http://key' })).rejects.toMatchObject({
      code: 'bad_input',
    });
  });

  test('to a key that is not there is denied', async () => {
    const service = await startFakeAwsKms();
    const provider = await openAwsKmsProvider({ key: arn, endpoint: service.url, credentials });
    const wrapping = provider.wrap(SecretKey.generate(), { purpose: 'p', owner: 'o', name: 'n' });
    await expect(wrapping).rejects.toMatchObject({
      code: 'provider_denied',
      message: 'AWS KMS refused: NotFoundException.',
    });
    await provider.close();
    await service.down();
  });
});
