import { wrappedKeyIds, asWrappedKey } from '@wardkeep/crypto';
import { z } from 'zod';
import { compareLogs, placeOfLog } from '../db/log-names.ts';
import { splitSeal } from './key-store-seal.ts';

/** What a file of the key store says, and which of two versions of it is ahead. docs/formats/key-store.md. */
export interface FileKind<T> {
  /** With `installation` and `mac` beside its own members; the note carries a signature instead. */
  readonly isSealed: boolean;
  /** @throws for whatever is not such a file. */
  parse(text: string): T;
  write(content: T): string;
  /** Above 0 when `a` is ahead of `b`. */
  compare(a: T, b: T): number;
}

/** One spelling for each sequence of bytes: another one is a file that somebody else wrote. */
const Base64Url = z
  .string()
  .refine(
    (text) => text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text,
    'not canonical base64url',
  );
const KeyIdText = z.string().regex(/^[0-9a-f]{32}$/);
const Revision = z.int().nonnegative();
const Time = z.iso.datetime();

/** In the order in which an epoch goes through them; it never goes back. */
export const EPOCH_STATES = ['prepared', 'active', 'retiring', 'held', 'destroyed'] as const;

const RootWrap = z
  .object({ provider: z.string(), reference: z.string(), wrapped: Base64Url })
  .strict();
export type RootWrap = z.infer<typeof RootWrap>;

const EpochFileV2 = z
  .object({
    format: z.literal('wardkeep-epoch'),
    version: z.literal(2),
    revision: Revision,
    epochId: KeyIdText,
    createdAt: Time,
    state: z.enum(EPOCH_STATES),
    stateSince: Time,
    wraps: z.array(RootWrap),
    wrappedByBackupRoot: Base64Url.nullable(),
    wrappedToRecovery: Base64Url.nullable(),
    /** To a kit that was made and not yet taken into use; both kits open it then. */
    wrappedToNextRecovery: Base64Url.nullable(),
    heldUntil: Time.nullable(),
  })
  .strict()
  .refine(hasWrapsOfItsState, 'the wraps do not belong to the state');
export type EpochFile = z.infer<typeof EpochFileV2>;

const EpochFileV1 = z
  .object({
    format: z.literal('wardkeep-epoch'),
    version: z.literal(1),
    epochId: KeyIdText,
    createdAt: Time,
    state: z.enum(['active', 'retiring']),
    wrappedByRoot: Base64Url,
    wrappedToRecovery: Base64Url.nullable(),
  })
  .strict();

const RecoveryV1 = z
  .object({
    format: z.literal('wardkeep-recovery'),
    version: z.literal(1),
    publicKey: Base64Url,
    fingerprint: z.string(),
    createdAt: Time,
  })
  .strict();
const RecoveryV2 = RecoveryV1.extend({ version: z.literal(2), revision: Revision }).strict();
export type RecoveryFile = z.infer<typeof RecoveryV2>;

const BackupRoot = z
  .object({
    format: z.literal('wardkeep-backup-root'),
    version: z.literal(1),
    revision: Revision,
    publicKey: Base64Url,
    fingerprint: z.string(),
    createdAt: Time,
  })
  .strict();
export type BackupRootFile = z.infer<typeof BackupRoot>;

const Provider = z
  .object({
    format: z.literal('wardkeep-provider'),
    version: z.literal(1),
    revision: Revision,
    provider: z.string(),
    reference: z.string(),
    since: Time,
  })
  .strict();
export type ProviderFile = z.infer<typeof Provider>;

const Era = z
  .object({
    format: z.literal('wardkeep-era'),
    version: z.literal(1),
    era: z.int().nonnegative(),
    auditLog: z
      .string()
      .refine((log) => placeOfLog(log) !== undefined, 'not a log')
      .nullable(),
    auditSize: z.int().nonnegative(),
  })
  .strict();
export type EraFile = z.infer<typeof Era>;

const byRevision = (a: { readonly revision: number }, b: { readonly revision: number }): number =>
  a.revision - b.revision;

export const epochFile: FileKind<EpochFile> = {
  isSealed: true,
  parse: (text) => {
    const { content } = splitSeal(text);
    const old = EpochFileV1.safeParse(content);
    return old.success ? upgraded(old.data) : EpochFileV2.parse(content);
  },
  // Parsed for the order of its members.
  write: (file) => json(EpochFileV2.parse(file)),
  compare: (a, b) => rankOf(a) - rankOf(b) || byRevision(a, b),
};

export const recoveryFile: FileKind<RecoveryFile> = {
  isSealed: true,
  parse: (text) => {
    const { content } = splitSeal(text);
    const old = RecoveryV1.safeParse(content);
    return old.success ? { ...old.data, version: 2, revision: 0 } : RecoveryV2.parse(content);
  },
  write: json,
  compare: byRevision,
};

export const backupRootFile = kindOf<BackupRootFile>(BackupRoot, byRevision);
export const providerFile = kindOf<ProviderFile>(Provider, byRevision);
export const eraFile = kindOf<EraFile>(Era, (a, b) => a.era - b.era || compareAudit(a, b));

/** The signed list only grows, a line at a time: the longer one is the newer. Who reads it checks the signature. */
export const restrictionsNote: FileKind<string> = {
  isSealed: false,
  parse: (text) => text,
  write: (text) => text,
  compare: (a, b) => a.split('\n').length - b.split('\n').length,
};

/** A new year begins a new log at 0, and so does a restore. */
export function compareAudit(
  a: Pick<EraFile, 'auditLog' | 'auditSize'>,
  b: Pick<EraFile, 'auditLog' | 'auditSize'>,
): number {
  const [left, right] = [a.auditLog ?? '', b.auditLog ?? ''];
  if (left !== right) return compareLogs(left, right);
  return a.auditSize - b.auditSize;
}

export function rankOf({ state }: Pick<EpochFile, 'state'>): number {
  return EPOCH_STATES.indexOf(state);
}

function kindOf<T>(schema: z.ZodType<T>, compare: FileKind<T>['compare']): FileKind<T> {
  return {
    isSealed: true,
    parse: (text) => schema.parse(splitSeal(text).content),
    write: json,
    compare,
  };
}

function json(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Version 1 knew one provider, the key file, whose reference is the id of its root key. */
function upgraded(old: z.infer<typeof EpochFileV1>): EpochFile {
  const { wrappingKeyId } = wrappedKeyIds(
    asWrappedKey(Buffer.from(old.wrappedByRoot, 'base64url')),
  );
  return {
    format: 'wardkeep-epoch',
    version: 2,
    revision: 0,
    epochId: old.epochId,
    createdAt: old.createdAt,
    state: old.state,
    stateSince: old.createdAt,
    wraps: [{ provider: 'key-file', reference: wrappingKeyId, wrapped: old.wrappedByRoot }],
    wrappedByBackupRoot: null,
    wrappedToRecovery: old.wrappedToRecovery,
    wrappedToNextRecovery: null,
    heldUntil: null,
  };
}

interface Wraps {
  readonly state: (typeof EPOCH_STATES)[number];
  readonly wraps: readonly unknown[];
  readonly wrappedByBackupRoot: string | null;
  readonly wrappedToRecovery: string | null;
  readonly wrappedToNextRecovery: string | null;
}

function hasWrapsOfItsState(file: Wraps): boolean {
  const apart = [file.wrappedByBackupRoot, file.wrappedToRecovery, file.wrappedToNextRecovery];
  if (file.state === 'destroyed')
    return file.wraps.length === 0 && apart.every((wrap) => wrap === null);
  return file.state === 'held' ? file.wraps.length === 0 : file.wraps.length > 0;
}
