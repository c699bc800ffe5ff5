import { constants, createHash, createPublicKey, publicEncrypt, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type * as keyVault from '@azure/keyvault-keys';
import type { CryptographyClientOptions, KeyVaultKey } from '@azure/keyvault-keys';
import type { Binding } from './root-wrap.ts';
import { ServiceFailure } from './service-failure.ts';
import type { KeyService } from './service-provider.ts';

type Sdk = typeof keyVault;

export type AzureKeyServiceOptions = {
  readonly sdk: Sdk;
  readonly vaultUrl: string;
  readonly names: { readonly wrapping: string; readonly signing: string };
  readonly credential: TokenCredential;
  readonly clientOptions: CryptographyClientOptions;
};

/**
 * Encrypts to the vault's public key here, has the vault sign what came out, and lets it decrypt only
 * what carries its signature: so the vault is no oracle for ciphertexts of others, either.
 */
export function azureKeyService(options: AzureKeyServiceOptions): KeyService {
  const keys = keySource(options);
  const { wrapping, signing } = options.names;
  return {
    seal: async (secret, binding, abortSignal) => {
      const key = await keys.newest(wrapping, abortSignal);
      const signer = signing === wrapping ? key : await keys.newest(signing, abortSignal);
      const block = publicEncrypt({ ...oaep, key: key.publicKey }, secret);
      const head = writeHead(key.version, signer.version, block);
      const digest = digestOf(binding, head);
      const { result } = await signer.client.sign('PS256', digest, { abortSignal });
      return Buffer.concat([head, given(result)]);
    },
    open: async (ciphertext, binding, abortSignal) => {
      const { head, versions, block, signature } = readCiphertext(ciphertext);
      const signer = await keys.version(signing, versions.signing, abortSignal);
      const signed = Buffer.concat([binding.aad, head]);
      if (!verify('sha256', signed, { ...pss, key: signer.publicKey }, signature)) throw refused();
      const key = await keys.version(wrapping, versions.wrapping, abortSignal);
      const { result } = await key.client.unwrapKey('RSA-OAEP-256', block, { abortSignal });
      return given(result);
    },
  };
}

// RFC 7518 §4.3 and §3.5, as the vault computes them.
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } as const;

function digestOf({ aad }: Binding, head: Uint8Array): Buffer {
  return createHash('sha256').update(aad).update(head).digest();
}

/** The SDK passes on what a proxy answers, too, whatever its types say. */
function given(result: Uint8Array | undefined): Uint8Array {
  if (result) return result;
  throw new ServiceFailure('transient', 'an answer without its bytes');
}

type OpenedKey = {
  readonly version: string;
  readonly publicKey: KeyObject;
  readonly client: InstanceType<Sdk['CryptographyClient']>;
};

/** The vault's keys: a version's public half never changes, which one is the newest does. */
function keySource({ sdk, vaultUrl, credential, clientOptions }: AzureKeyServiceOptions) {
  const directory = new sdk.KeyClient(vaultUrl, credential, clientOptions);
  const opened = new Map<string, OpenedKey>();
  const keep = (key: KeyVaultKey): OpenedKey => {
    const id = `${key.name}/${key.properties.version}`;
    const known = opened.get(id) ?? open(key);
    opened.set(id, known);
    return known;
  };
  const open = (key: KeyVaultKey): OpenedKey => ({
    version: key.properties.version ?? '',
    publicKey: publicKeyOf(key),
    client: new sdk.CryptographyClient(key, credential, clientOptions),
  });
  const newest = async (name: string, abortSignal: AbortSignal) =>
    keep(await directory.getKey(name, { abortSignal }));
  return {
    newest,
    /** Refuses a version that the vault does not know of a key that it knows: somebody made it up. */
    version: async (name: string, version: string, abortSignal: AbortSignal) => {
      const known = opened.get(`${name}/${version}`);
      if (known) return known;
      try {
        return keep(await directory.getKey(name, { abortSignal, version }));
      } catch (error) {
        if (!(error instanceof Error) || Reflect.get(error, 'statusCode') !== 404) throw error;
        await newest(name, abortSignal);
        throw refused();
      }
    },
  };
}

function publicKeyOf({ key }: KeyVaultKey): KeyObject {
  const isRsa = key?.kty === 'RSA' || key?.kty === 'RSA-HSM';
  if (!isRsa || !key?.n || !key.e) throw new ServiceFailure('denied', 'the key is not an RSA key');
  const [n, e] = [key.n, key.e].map((part) => Buffer.from(part).toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'RSA', n: n ?? '', e: e ?? '' }, format: 'jwk' });
  if ((publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return publicKey;
  throw new ServiceFailure('denied', 'the key has less than 2048 bits');
}

const versionBytes = 16;
const blockAt = 2 * versionBytes + 2;

function writeHead(wrapping: string, signing: string, block: Uint8Array): Buffer {
  const versions = [wrapping, signing].map((version) => Buffer.from(version, 'hex'));
  if (versions.some((version) => version.length !== versionBytes)) {
    throw new ServiceFailure('denied', 'the key has a version of another form');
  }
  const length = Buffer.alloc(2);
  length.writeUInt16BE(block.length);
  return Buffer.concat([...versions, length, block]);
}

function readCiphertext(bytes: Uint8Array) {
  const all = Buffer.from(bytes);
  if (all.length < blockAt) throw refused();
  const end = blockAt + all.readUInt16BE(blockAt - 2);
  const versions = {
    wrapping: all.toString('hex', 0, versionBytes),
    signing: all.toString('hex', versionBytes, 2 * versionBytes),
  };
  return {
    versions,
    head: all.subarray(0, end),
    block: all.subarray(blockAt, end),
    signature: all.subarray(end),
  };
}

function refused(): ServiceFailure {
  return new ServiceFailure('not_authentic', 'refused');
}
