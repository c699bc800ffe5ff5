import { deriveKey, type SecretKey } from '@wardkeep/crypto';
import type { Log } from '../db/log.ts';
import { openCopies, unwritable, type Copies } from './key-store-copies.ts';
import {
  backupRootFile,
  epochFile,
  eraFile,
  providerFile,
  rankOf,
  recoveryFile,
  restrictionsNote,
  type BackupRootFile,
  type EpochFile,
  type EraFile,
  type FileKind,
  type ProviderFile,
  type RecoveryFile,
} from './key-store-files.ts';
import type { StoreTrust } from './key-store-seal.ts';
import { VaultError } from './vault-error.ts';

export type { BackupRootFile, EpochFile, EraFile, ProviderFile, RecoveryFile };

/**
 * Where wrapped epoch keys live: outside the database and its backups, so that neither alone opens anything. Each
 * directory holds a copy of everything. Reading takes what is ahead in any copy; writing counts once it is in all.
 */
export interface KeyStore {
  readonly directories: readonly string[];
  epochs(): readonly EpochFile[];
  /** Never takes an epoch back: @throws {@link VaultError} `key_store_damaged` for a state that it has left behind. */
  putEpoch(epoch: Omit<EpochFile, 'revision'>): void;
  recovery(): RecoveryFile | undefined;
  putRecovery(recovery: RecoveryFile): void;
  /** A kit that was made and is not yet in use; undefined when the newest one is. */
  nextRecovery(): RecoveryFile | undefined;
  putNextRecovery(recovery: RecoveryFile): void;
  backupRoot(): BackupRootFile | undefined;
  putBackupRoot(backupRoot: BackupRootFile): void;
  provider(): ProviderFile | undefined;
  putProvider(provider: Omit<ProviderFile, 'revision'>): void;
  era(): EraFile | undefined;
  /** Only forward. Unlike the others it is content with one copy: it says what was, and a copy that is away lags. */
  putEra(era: EraFile): void;
  /** A signed note (docs/formats/restriction-list.md); whoever reads it checks the signature. */
  restrictions(): string | undefined;
  putRestrictions(note: string): void;
  /**
   * Brings copies that lack or lag a file up to the others, and sets aside what this installation did not write. Before
   * `trust` it only adds what is missing.
   * @returns the directories that could not be mended; the log says so too.
   */
  mend(): readonly string[];
  /** @throws {@link VaultError} `key_store_copy_unwritable` unless every copy says the same afterwards. */
  mendAll(): void;
  /** Of every epoch that any copy has a file of, whether it counts or not. */
  epochIds(): readonly string[];
  /** What each copy says of an epoch, whether it counts or not. For opening, never for deciding. */
  versions(epochId: string): readonly EpochFile[];
  /** @throws {@link VaultError} `key_store_damaged`, naming the directory that belongs to another installation. */
  refuseForeign(installation: string): void;
  /** @throws {@link VaultError} `key_store_damaged` when copies differ: before they are sealed, none is believed more. */
  refuseDifferent(): void;
  /** From now on a file counts only with a MAC by one of these keys, and every write has one. */
  trust(trust: StoreTrust): void;
  /** `trust`, and every file that is there is sealed: once in the life of an installation. */
  sealAll(trust: StoreTrust): void;
  /** Which restriction lists count: those that this installation has signed. */
  trustNotes(isGenuine: (note: string) => boolean): void;
  /** For a recovery without the database: epochs are sealed by their own keys until the next start. */
  sealByOwnKeys(keys: ReadonlyMap<string, SecretKey>): void;
}

/** The subkey that seals: of the installation's key, or of an epoch's own. */
export const SEAL = 'wardkeep/key-store/seal';

const EPOCHS = /^epoch-[0-9a-f]{32}\.json$/;
const SEALED = /^(?:epoch-[0-9a-f]{32}|recovery|recovery-next|backup-root|provider|era)\.json$/;
const DECIDING = /^(?:epoch-[0-9a-f]{32}|recovery|recovery-next|backup-root|provider)\.json$/;

/**
 * Every method but `era` and `mend` throws {@link VaultError} `key_store_copy_unwritable` when a copy can't be written,
 * and `key_store_damaged` when no copy of a file can be read as what it should be; nothing is skipped silently.
 * @param directories - The first is the one that a single copy would have.
 */
export function openKeyStore(directories: readonly string[], log: Log): KeyStore {
  const copies = openCopies(directories, log);
  const single = <T>(name: string, kind: FileKind<T>) => ({
    read: () => copies.read(name, kind),
    put: (content: T) => {
      copies.write(name, kind, content);
    },
  });
  const recovery = single('recovery.json', recoveryFile);
  const next = single('recovery-next.json', recoveryFile);
  const backupRoot = single('backup-root.json', backupRootFile);
  const provider = single('provider.json', providerFile);
  const era = single('era.json', eraFile);
  const restrictions = single('restrictions.note', restrictionsNote);
  return {
    directories,
    epochs: () => copies.names(EPOCHS).flatMap((name) => readEpoch(copies, name)),
    putEpoch: (epoch) => {
      putEpoch(copies, epoch);
    },
    recovery: recovery.read,
    putRecovery: recovery.put,
    nextRecovery: () => {
      const made = next.read();
      return made !== undefined && made.revision > (recovery.read()?.revision ?? -1)
        ? made
        : undefined;
    },
    putNextRecovery: next.put,
    backupRoot: backupRoot.read,
    putBackupRoot: backupRoot.put,
    provider: provider.read,
    putProvider: (content) => {
      provider.put({ ...content, revision: (provider.read()?.revision ?? 0) + 1 });
    },
    era: era.read,
    putEra: (content) => {
      const found = era.read();
      if (found !== undefined && eraFile.compare(content, found) <= 0) return;
      copies.writeSome('era.json', eraFile, content);
    },
    restrictions: restrictions.read,
    putRestrictions: restrictions.put,
    ...trusting(copies, directories),
  };
}

/** Which files count, and what brings the copies together. */
function trusting(
  copies: Copies,
  directories: readonly string[],
): Pick<
  KeyStore,
  | 'mend'
  | 'mendAll'
  | 'epochIds'
  | 'versions'
  | 'refuseForeign'
  | 'refuseDifferent'
  | 'trust'
  | 'sealAll'
  | 'trustNotes'
  | 'sealByOwnKeys'
> {
  return {
    mend: () => mendEach(copies),
    mendAll: () => {
      const [failed] = mendEach(copies);
      if (failed !== undefined) throw unwritable(failed);
    },
    epochIds: () =>
      copies.names(EPOCHS).map((name) => name.slice('epoch-'.length, -'.json'.length)),
    versions: (epochId) => copies.versions(nameOf({ epochId }), epochFile),
    refuseForeign: (installation) => {
      const foreign = copies.foreign(SEALED, installation);
      if (foreign !== undefined) throw ofAnother(foreign, foreign === directories[0]);
    },
    refuseDifferent: () => {
      const odd = copies.odd(DECIDING);
      if (odd !== undefined) throw different(odd);
    },
    trust: (trust) => {
      copies.trust(trust);
    },
    sealAll: (trust) => {
      sealAll(copies, trust);
    },
    trustNotes: (isGenuine) => {
      copies.trustNotes(isGenuine);
    },
    sealByOwnKeys: (keys) => {
      const seals = new Map(
        [...keys].map(([id, key]) => [`epoch-${id}.json`, deriveKey(key, SEAL)]),
      );
      const [any] = seals.values();
      copies.lend((name) => seals.get(name) ?? any);
    },
  };
}

function mendEach(copies: Copies): readonly string[] {
  return [
    ...copies.names(EPOCHS).flatMap((name) => copies.mend(name, epochFile)),
    ...copies.mend('recovery.json', recoveryFile),
    ...copies.mend('recovery-next.json', recoveryFile),
    ...copies.mend('backup-root.json', backupRootFile),
    ...copies.mend('provider.json', providerFile),
    ...copies.mend('era.json', eraFile),
    ...copies.mend('restrictions.note', restrictionsNote),
  ];
}

/** Read before anything counts, written with a MAC; killed halfway, the next start does it again with another key. */
function sealAll(copies: Copies, trust: StoreTrust): void {
  const write = [
    ...copies.names(EPOCHS).map((name) => rewriter(copies, name, epochFile)),
    rewriter(copies, 'recovery.json', recoveryFile),
    rewriter(copies, 'recovery-next.json', recoveryFile),
    rewriter(copies, 'backup-root.json', backupRootFile),
    rewriter(copies, 'provider.json', providerFile),
    rewriter(copies, 'era.json', eraFile),
  ];
  copies.trust(trust);
  for (const each of write) each();
}

function rewriter<T>(copies: Copies, name: string, kind: FileKind<T>): () => void {
  const content = copies.read(name, kind);
  return () => {
    if (content !== undefined) copies.write(name, kind, content);
  };
}

/** None for a file that somebody else has added to one copy. */
function readEpoch(copies: Copies, name: string): readonly EpochFile[] {
  const epoch = copies.read(name, epochFile);
  if (epoch === undefined) return [];
  if (name === nameOf(epoch)) return [epoch];
  throw new VaultError('key_store_damaged', `${name} of the key store is about another epoch.`);
}

function putEpoch(copies: Copies, epoch: Omit<EpochFile, 'revision'>): void {
  const name = nameOf(epoch);
  const found = copies.read(name, epochFile);
  if (found !== undefined && rankOf(found) > rankOf(epoch)) {
    throw new VaultError(
      'key_store_damaged',
      `Epoch ${epoch.epochId} is ${found.state} and can't become ${epoch.state} again.`,
    );
  }
  copies.write(name, epochFile, { ...epoch, revision: (found?.revision ?? 0) + 1 });
  if (epoch.state === 'held' || epoch.state === 'destroyed') copies.forgetRefused(name);
}

function nameOf({ epochId }: Pick<EpochFile, 'epochId'>): string {
  return `epoch-${epochId}.json`;
}

function ofAnother(directory: string, isFirst: boolean): VaultError {
  const setting = isFirst ? 'WARDKEEP_KEY_STORE' : 'WARDKEEP_KEY_STORE_COPIES';
  return new VaultError(
    'key_store_damaged',
    `${directory} (${setting}) is the key store of another installation. Nothing was changed. Correct the setting.`,
  );
}

function different(directory: string): VaultError {
  return new VaultError(
    'key_store_damaged',
    `The copy of the key store in ${directory} differs from the others, and nothing says which of them is right. ` +
      'Nothing was changed. Take the wrong one away, or make them the same.',
  );
}
