import {
  CryptoError,
  unwrapKey,
  unwrapWithRecovery,
  wrapKey,
  type KeyIdentity,
  type RootProvider,
  type SecretKey,
} from '@wardkeep/crypto';
import type { EpochFile, RootWrap } from './key-store-files.ts';
import { VaultError } from './vault-error.ts';

/** What every wrapped form of an epoch key is bound to. */
export function epochIdentity(epochId: string): KeyIdentity {
  return { purpose: 'epoch', owner: 'deployment', name: epochId };
}

/**
 * Wraps by the provider and opens the wrap again: one that does not open must never become the only one.
 * @throws {@link VaultError} `keys_unavailable`
 */
export async function wrapByProvider(provider: RootProvider, key: SecretKey): Promise<RootWrap> {
  const { name, reference } = provider;
  const bytes = await asked(provider, provider.wrap(key, epochIdentity(key.id)));
  const wrapped = Buffer.from(bytes).toString('base64url');
  const opened = await openWrap(provider, key.id, { provider: name, reference, wrapped });
  assertSameKey(key, opened);
  opened.destroy();
  return { provider: name, reference, wrapped };
}

export function wrapOf(
  provider: RootProvider,
  file: Pick<EpochFile, 'wraps'>,
): RootWrap | undefined {
  return file.wraps.find(
    (wrap) => wrap.provider === provider.name && wrap.reference === provider.reference,
  );
}

/** @throws {@link VaultError} `keys_unavailable`; `key_store_damaged` when this root did not wrap it. */
export async function unwrapEpoch(
  provider: RootProvider,
  file: Pick<EpochFile, 'epochId' | 'wraps'>,
): Promise<SecretKey> {
  const wrap = wrapOf(provider, file);
  if (wrap === undefined) throw notOurs(file.epochId);
  return openWrap(provider, file.epochId, wrap);
}

/** Undefined unless this private half (the kit's, or the backup root's) opens the epoch. */
export function openWithPrivateHalf(privateText: string, file: EpochFile): SecretKey | undefined {
  const wraps = [file.wrappedToRecovery, file.wrappedToNextRecovery, file.wrappedByBackupRoot];
  for (const wrap of wraps) {
    if (wrap === null) continue;
    const key = tryOpen(privateText, Buffer.from(wrap, 'base64url'), file.epochId);
    if (key?.id === file.epochId) return key;
  }
  return undefined;
}

function tryOpen(privateText: string, wrapped: Buffer, epochId: string): SecretKey | undefined {
  try {
    return unwrapWithRecovery(privateText, wrapped, epochIdentity(epochId));
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

async function openWrap(
  provider: RootProvider,
  epochId: string,
  { wrapped }: RootWrap,
): Promise<SecretKey> {
  const bytes = Buffer.from(wrapped, 'base64url');
  const key = await asked(provider, provider.unwrap(bytes, epochIdentity(epochId)), epochId);
  if (key.id !== epochId) throw notOurs(epochId);
  return key;
}

async function asked<T>(provider: RootProvider, answer: Promise<T>, epochId?: string): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const isForeign =
      cause instanceof CryptoError &&
      (cause.code === 'not_authentic' || cause.code === 'bad_format');
    if (isForeign && epochId !== undefined) throw notOurs(epochId, cause);
    throw new VaultError(
      'keys_unavailable',
      `The provider of the root key (${provider.name}) does not answer, or refuses.`,
      { cause },
    );
  }
}

/** Ids alone say nothing about the bytes: what one wraps, the other must open. */
function assertSameKey(key: SecretKey, opened: SecretKey): void {
  const probe = epochIdentity(key.id);
  unwrapKey(opened, wrapKey(key, key, probe), probe);
}

function notOurs(epochId: string, cause?: unknown): VaultError {
  return new VaultError('key_store_damaged', `The root key does not open epoch ${epochId}.`, {
    cause,
  });
}
