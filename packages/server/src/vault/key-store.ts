import type { Log } from '../db/log.ts';
import { openCopies, type Copies } from './key-store-copies.ts';
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
  /** Brings copies that lack or lag a file up to the others. Says in the log what it mended and what it could not. */
  mend(): void;
}

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
      copies.write(name, kind.write(content));
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
    epochs: () => copies.names(/^epoch-[0-9a-f]{32}\.json$/).map((name) => readEpoch(copies, name)),
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
      copies.writeSome('era.json', eraFile.write(content));
    },
    restrictions: restrictions.read,
    putRestrictions: restrictions.put,
    mend: () => {
      for (const name of copies.names(/^epoch-[0-9a-f]{32}\.json$/)) copies.mend(name, epochFile);
      copies.mend('recovery.json', recoveryFile);
      copies.mend('recovery-next.json', recoveryFile);
      copies.mend('backup-root.json', backupRootFile);
      copies.mend('provider.json', providerFile);
      copies.mend('era.json', eraFile);
      copies.mend('restrictions.note', restrictionsNote);
    },
  };
}

function readEpoch(copies: Copies, name: string): EpochFile {
  const epoch = copies.read(name, epochFile);
  if (epoch !== undefined && name === nameOf(epoch)) return epoch;
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
  const { format, version, ...content } = epoch;
  const revision = (found?.revision ?? 0) + 1;
  copies.write(name, epochFile.write({ format, version, revision, ...content }));
}

function nameOf({ epochId }: Pick<EpochFile, 'epochId'>): string {
  return `epoch-${epochId}.json`;
}
