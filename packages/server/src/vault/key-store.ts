import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { VaultError } from './vault-error.ts';
import { writeDurably } from './write-durably.ts';

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** One epoch key, in wrapped forms only. docs/formats/key-store.md. */
const EpochFile = z
  .object({
    format: z.literal('wardkeep-epoch'),
    version: z.literal(1),
    epochId: z.string().regex(/^[0-9a-f]{32}$/),
    createdAt: z.iso.datetime(),
    state: z.enum(['active', 'retiring']),
    wrappedByRoot: Base64Url,
    /** To the recovery key's public half; null until the first kit is made, when nobody's data exists yet. */
    wrappedToRecovery: Base64Url.nullable(),
  })
  .strict();
export type EpochFile = z.infer<typeof EpochFile>;

const RecoveryFile = z
  .object({
    format: z.literal('wardkeep-recovery'),
    version: z.literal(1),
    publicKey: Base64Url,
    fingerprint: z.string(),
    createdAt: z.iso.datetime(),
  })
  .strict();
export type RecoveryFile = z.infer<typeof RecoveryFile>;

/** Where wrapped epoch keys live: outside the database and its backups, so that neither alone opens anything. */
export interface KeyStore {
  readonly location: string;
  epochs(): readonly EpochFile[];
  putEpoch(epoch: EpochFile): void;
  recovery(): RecoveryFile | undefined;
  putRecovery(recovery: RecoveryFile): void;
}

/** @throws {@link VaultError} `key_store_damaged` naming the file that can't be read; nothing is skipped silently. */
export function openKeyStore(directory: string): KeyStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const recoveryFile = path.join(directory, 'recovery.json');
  return {
    location: directory,
    epochs: () =>
      readdirSync(directory)
        .filter((name) => /^epoch-.*\.json$/.test(name))
        .map((name) => read(path.join(directory, name), EpochFile)),
    putEpoch: (epoch) => {
      writeDurably(path.join(directory, `epoch-${epoch.epochId}.json`), format(epoch));
    },
    recovery: () => (existsSync(recoveryFile) ? read(recoveryFile, RecoveryFile) : undefined),
    putRecovery: (recovery) => {
      writeDurably(recoveryFile, format(recovery));
    },
  };
}

function format(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new VaultError('key_store_damaged', `${file} is not a readable file of the key store.`, {
      cause,
    });
  }
}
