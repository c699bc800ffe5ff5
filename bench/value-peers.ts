import { generateKeySync, randomBytes } from 'node:crypto';
import type { Case } from './measure.ts';
import { load } from './peers.ts';

/** How a peer seals and opens `bytes`, with a fresh key of its own. */
export type ValuePeer = (bytes: Buffer) => Promise<{ seal: Case; open: Case }>;

/** AES-256-GCM on text, no associated data, no commitment. */
export async function loadCloak(): Promise<ValuePeer> {
  const cloak = await load<Cloak>('@47ng/cloak');
  const key = await cloak.parseKey(cloak.generateKey());
  return async (bytes) => {
    const text = bytes.toString('latin1').replaceAll(/[^ -~]/g, 'x');
    const sealed = cloak.encryptStringSync(text, key);
    return {
      seal: () => cloak.encryptStringSync(text, key),
      open: () => cloak.decryptStringSync(sealed, key),
    };
  };
}

/** JWE `dir` and `A256GCM`, compact. */
export async function loadJose(): Promise<ValuePeer> {
  const jose = await import('jose');
  const key = randomBytes(32);
  return async (bytes) => {
    const seal = () =>
      new jose.CompactEncrypt(bytes)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(key);
    const sealed = await seal();
    return { seal, open: () => jose.compactDecrypt(sealed, key) };
  };
}

/** The AWS Encryption SDK: raw AES keyring, caching materials manager, its default policy. */
export async function loadAwsEsdk(signed: boolean): Promise<ValuePeer> {
  const esdk = await load<Esdk>('@aws-crypto/client-node');
  const policy = esdk.CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT;
  const { encrypt, decrypt } = esdk.buildClient(policy);
  const keyring = new esdk.RawAesKeyringNode({
    keyName: 'bench',
    keyNamespace: 'wardkeep',
    unencryptedMasterKey: generateKeySync('aes', { length: 256 }).export(),
    wrappingSuite: esdk.RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
  const manager = new esdk.NodeCachingMaterialsManager({
    backingMaterials: keyring,
    cache: esdk.getLocalCryptographicMaterialsCache(1000),
    maxAge: 3_600_000,
    maxMessagesEncrypted: 2 ** 31,
  });
  const suiteId = signed
    ? esdk.AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384
    : esdk.AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
  const encryptionContext = { owner: 'person-1', name: 'Observation/1/1' };
  return async (bytes) => {
    const seal = () => encrypt(manager, bytes, { suiteId, encryptionContext });
    const { result } = await seal();
    return { seal, open: () => decrypt(manager, result) };
  };
}

// What is used of the two, so that the types can be checked where they are not installed.
type Cloak = {
  generateKey(): string;
  parseKey(key: string): Promise<object>;
  encryptStringSync(text: string, key: object): string;
  decryptStringSync(sealed: string, key: object): string;
};
type Esdk = {
  CommitmentPolicy: { REQUIRE_ENCRYPT_REQUIRE_DECRYPT: unknown };
  AlgorithmSuiteIdentifier: {
    ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY: unknown;
    ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384: unknown;
  };
  RawAesWrappingSuiteIdentifier: { AES256_GCM_IV12_TAG16_NO_PADDING: unknown };
  RawAesKeyringNode: new (options: object) => object;
  NodeCachingMaterialsManager: new (options: object) => object;
  getLocalCryptographicMaterialsCache(capacity: number): object;
  buildClient(policy: unknown): {
    encrypt(manager: object, bytes: Buffer, options: object): Promise<{ result: Buffer }>;
    decrypt(manager: object, sealed: Buffer): Promise<object>;
  };
};
