import { asKeyId, type KeyId, type RootProvider, type SecretKey } from '@wardkeep/crypto';
import { unwrapEpoch } from './epoch-wraps.ts';
import type { EpochFile, KeyStore } from './key-store.ts';
import { VaultError } from './vault-error.ts';

/** What an operator sees of an epoch. */
export interface EpochStatus {
  readonly epochId: string;
  readonly state: 'active' | 'retiring' | 'held' | 'destroyed';
  readonly createdAt: string;
  readonly stateSince: string;
  readonly heldUntil: string | null;
}

// An id that the key store does not know is not looked up again for each request that brings it.
const UNKNOWN_FOR_MS = 2_000;

/** The epoch keys, unwrapped and in memory only. */
export class Epochs {
  readonly store: KeyStore;
  #provider: RootProvider;
  readonly #now: () => number;
  #files: readonly EpochFile[] = [];
  #keys = new Map<KeyId, SecretKey>();
  #unknownUntilMs = new Map<KeyId, number>();
  #lent = new Map<KeyId, SecretKey>();
  #loading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;
  #knownEra = -1;
  #isOpen = false;
  /** Raised by `close`: what was being read then is not taken over. */
  #generation = 0;

  private constructor(provider: RootProvider, store: KeyStore, now: () => Date) {
    this.#provider = provider;
    this.store = store;
    this.#now = () => now().getTime();
  }

  /**
   * Opens every epoch that the provider may open.
   * @throws {@link VaultError} `key_store_missing` without an active one, `key_store_damaged`, `keys_unavailable`
   */
  static async open(provider: RootProvider, store: KeyStore, now: () => Date): Promise<Epochs> {
    const epochs = new Epochs(provider, store, now);
    await epochs.reload();
    return epochs;
  }

  get provider(): RootProvider {
    return this.#provider;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The one that wraps what is made from now on. */
  get active(): { readonly key: SecretKey; readonly createdAt: string } {
    const file = newestActive(this.#files);
    const key = file && this.#keys.get(asKeyId(file.epochId));
    if (file !== undefined && key !== undefined) return { key, createdAt: file.createdAt };
    throw this.#isOpen ? missing() : unavailable();
  }

  get activeFile(): EpochFile {
    const file = newestActive(this.#files);
    if (file === undefined) throw missing();
    return file;
  }

  /** Oldest first; what was prepared and never used is none. */
  status(): readonly EpochStatus[] {
    return this.#files.flatMap(({ epochId, state, createdAt, stateSince, heldUntil }) =>
      state === 'prepared' ? [] : [{ epochId, state, createdAt, stateSince, heldUntil }],
    );
  }

  has(epochId: KeyId): boolean {
    return this.#keys.has(epochId) || this.#lent.has(epochId);
  }

  /** @throws {@link VaultError} `keys_unavailable`, `epoch_held`, `epoch_destroyed`, `key_store_missing` */
  get(epochId: KeyId): SecretKey {
    const key = this.#keys.get(epochId) ?? this.#lent.get(epochId);
    if (key !== undefined) return key;
    if (!this.#isOpen) throw unavailable();
    throw closedEpoch(this.#files.find((file) => file.epochId === epochId)?.state, epochId);
  }

  /** Makes sure that each of these was looked for: another node may have made it a moment ago. */
  async load(epochIds: Iterable<KeyId>): Promise<void> {
    const now = this.#now();
    const isWorthLooking = (id: KeyId): boolean =>
      !this.has(id) && (this.#unknownUntilMs.get(id) ?? 0) <= now;
    const unknown = [...epochIds].filter(isWorthLooking);
    if (unknown.length === 0) return;
    if (!this.#isOpen) throw unavailable();
    await this.reload();
    for (const id of unknown) {
      if (!this.has(id)) this.#unknownUntilMs.set(id, this.#now() + UNKNOWN_FOR_MS);
    }
  }

  /** Reads the key store again when the database is in another era than this process knows. */
  async followEra(era: number): Promise<void> {
    if (!this.#isOpen) throw unavailable();
    if (era === this.#knownEra) return;
    await this.reload();
    this.#knownEra = era;
  }

  /**
   * Takes over what the key store says now. Who asks while it is being read waits for the next reading, which all of
   * them share: what was written before the question is in the answer.
   */
  reload(): Promise<void> {
    this.#waiting ??= this.#readNext();
    return this.#waiting;
  }

  /** The next unwraps ask this one; the keys in memory are the same. */
  useProvider(provider: RootProvider): void {
    this.#provider = provider;
  }

  /** Lends keys that only a private half opens, for one restore; `close` ends it. */
  lend(keys: readonly SecretKey[]): void {
    for (const key of keys) this.#lent.set(key.id, key);
  }

  /** Every epoch key leaves memory. `reload` opens again. */
  close(): void {
    this.#isOpen = false;
    this.#generation += 1;
    for (const key of [...this.#keys.values(), ...this.#lent.values()]) key.destroy();
    this.#keys.clear();
    this.#lent.clear();
    this.#knownEra = -1;
  }

  async #readNext(): Promise<void> {
    // Whoever asked for the reading before this one is told how it went.
    await this.#loading.catch(() => undefined);
    this.#waiting = undefined;
    this.#loading = this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    const generation = this.#generation;
    const known = this.#keys;
    const files = this.store.epochs().toSorted(byAge);
    const opened = new Map<KeyId, SecretKey>();
    try {
      for (const file of files) {
        const id = asKeyId(file.epochId);
        if (isLive(file) && !known.has(id)) opened.set(id, await unwrapEpoch(this.#provider, file));
        // Closed while the provider was asked: the keys that were known are destroyed, and the new ones are not wanted.
        if (generation !== this.#generation) throw unavailable();
      }
    } catch (error) {
      for (const key of opened.values()) key.destroy();
      throw error;
    }
    this.#takeOver(files, opened);
    if (newestActive(files) === undefined) throw missing();
  }

  #takeOver(files: readonly EpochFile[], opened: ReadonlyMap<KeyId, SecretKey>): void {
    const keys = new Map<KeyId, SecretKey>();
    for (const file of files.filter(isLive)) {
      const id = asKeyId(file.epochId);
      const key = opened.get(id) ?? this.#keys.get(id);
      if (key !== undefined) keys.set(id, key);
    }
    const gone = [...this.#keys].filter(([id]) => !keys.has(id));
    this.#files = files;
    this.#keys = keys;
    this.#unknownUntilMs = new Map();
    this.#isOpen = true;
    for (const [, key] of gone) key.destroy();
  }
}

/** What the provider may open. */
export function isLive({ state }: Pick<EpochFile, 'state'>): boolean {
  return state === 'prepared' || state === 'active' || state === 'retiring';
}

export function newestActive(files: readonly EpochFile[]): EpochFile | undefined {
  return files
    .filter(({ state }) => state === 'active')
    .toSorted(byAge)
    .at(-1);
}

function byAge(a: EpochFile, b: EpochFile): number {
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.epochId < b.epochId)
    ? -1
    : 1;
}

function closedEpoch(state: EpochFile['state'] | undefined, epochId: KeyId): VaultError {
  if (state === 'held')
    return new VaultError(
      'epoch_held',
      `Epoch ${epochId} is held: only the backup root and the recovery kit open it.`,
    );
  if (state === 'destroyed')
    return new VaultError(
      'epoch_destroyed',
      `Epoch ${epochId} was destroyed: nothing opens what it wraps.`,
    );
  return missing();
}

function unavailable(): VaultError {
  return new VaultError(
    'keys_unavailable',
    'The keys are not in memory: the provider of the root key does not answer.',
  );
}

function missing(): VaultError {
  return new VaultError(
    'key_store_missing',
    'The key store does not hold the epoch key that the database needs. Put the key store back, or use the recovery kit.',
  );
}
