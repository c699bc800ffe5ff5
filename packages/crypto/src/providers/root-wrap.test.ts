import { describe, expect, test } from 'vitest';
import { codeOf } from '../../test/keys.ts';
import { SecretKey } from '../secret-key.ts';
import { wrapKey } from '../wrapped-key.ts';
import { bindingOf, readRootWrap, writeRootWrap, type ServiceName } from './root-wrap.ts';

const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };
const wrapped = wrapKey(SecretKey.generate(), SecretKey.generate(), identity);

describe('a root wrap', () => {
  test('is version, provider, length, the service’s ciphertext and the wrapped key', () => {
    const tags: [ServiceName, number][] = [
      ['pkcs11', 1],
      ['aws-kms', 2],
      ['gcp-kms', 3],
      ['azure-key-vault', 4],
      ['vault-transit', 5],
    ];
    for (const [provider, tag] of tags) {
      const bytes = writeRootWrap({ provider, ciphertext: Buffer.from('abc'), wrapped });
      const expected = Buffer.concat([Buffer.of(1, tag, 0, 3), Buffer.from('abc'), wrapped]);
      expect(bytes.equals(expected)).toBe(true);
      expect(readRootWrap(bytes)).toMatchObject({ provider, ciphertext: Buffer.from('abc') });
    }
  });

  test.each([
    ['another version', (bytes: Buffer) => bytes.fill(2, 0, 1)],
    ['a provider that there is not', (bytes: Buffer) => bytes.fill(6, 1, 2)],
    ['another length', (bytes: Buffer) => bytes.fill(4, 3, 4)],
    ['no ciphertext', (bytes: Buffer) => Buffer.concat([Buffer.of(1, 2, 0, 0), bytes.subarray(7)])],
    ['a byte more', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
    ['a byte less', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['three bytes', (bytes: Buffer) => bytes.subarray(0, 3)],
    ['none', () => Buffer.of()],
  ])('of %s is refused', (_, change) => {
    const bytes = writeRootWrap({ provider: 'aws-kms', ciphertext: Buffer.from('abc'), wrapped });
    expect(codeOf(() => readRootWrap(change(bytes)))).toBe('bad_format');
  });

  test('has room for 65,535 bytes of a service, and for no more', () => {
    const write = (length: number) =>
      writeRootWrap({ provider: 'aws-kms', ciphertext: Buffer.alloc(length), wrapped });
    expect(readRootWrap(write(65_535)).ciphertext).toHaveLength(65_535);
    expect(codeOf(() => write(65_536))).toBe('bad_format');
    expect(codeOf(() => write(0))).toBe('bad_format');
  });
});

test('the binding names the provider, the identity and the hash of the wrapped key', () => {
  const { aad, wrappedHash } = bindingOf('gcp-kms', identity, wrapped);
  expect(aad.toString()).toBe(
    `21:wardkeep root wrap v1,7:gcp-kms,5:epoch,10:deployment,3:e-1,64:${wrappedHash},`,
  );
  const other = wrapKey(SecretKey.generate(), SecretKey.generate(), identity);
  expect(bindingOf('gcp-kms', identity, other).aad.equals(aad)).toBe(false);
});
