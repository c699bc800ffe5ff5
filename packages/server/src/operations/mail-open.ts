import type { Language } from '@wardkeep/contract';
import type { OutboxDetail } from '../db/schema.ts';
import { PROFILE_NAME } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import { keysAwayIn, type Gate } from '../gate/index.ts';
import { outboxName, readMailProfiles, writeMail, type OutboxRow } from '../outbox/index.ts';

/** What waits, opened and written: for as long as it takes to hand it over. */
export interface Letter {
  readonly outboxId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attempts: number;
}

export type OpenedRow =
  | { readonly kind: 'letter'; readonly row: OutboxRow; readonly letter: Letter }
  | { readonly kind: 'late' | 'for-nobody' | 'unreadable'; readonly row: OutboxRow };

interface Reader {
  readonly email: string;
  readonly language: Language;
}

/** A link that is dead when it arrives helps nobody. */
const LINK_MS: Readonly<Record<string, number>> = { 'password-reset': 10 * 60_000 };

/** One row that does not open keeps no other from leaving. @throws VaultError `keys_unavailable` */
export async function openLetters(
  gate: Gate,
  tx: Tx,
  rows: readonly OutboxRow[],
  keptMs: number,
): Promise<readonly OpenedRow[]> {
  const readers = await readersOf(gate, tx, rows);
  const nowMs = gate.now().getTime();
  return rows.map((row) => {
    const ageMs = nowMs - row.createdAt.getTime();
    if (ageMs > keptMs) return { kind: 'late', row };
    try {
      const detail = open(gate, row);
      if (ageMs > (LINK_MS[detail.template] ?? keptMs)) return { kind: 'late', row };
      return written(row, detail, readers(row.personId, detail));
    } catch (error) {
      if (keysAwayIn(error)) throw error;
      return { kind: 'unreadable', row };
    }
  });
}

function open(gate: Gate, { outboxId, personId, createdAt, sealed }: OutboxRow): OutboxDetail {
  return gate.sealing.open({ name: outboxName(outboxId, personId), day: createdAt }, sealed);
}

function written(row: OutboxRow, detail: OutboxDetail, reader: Reader | undefined): OpenedRow {
  if (reader === undefined) return { kind: 'for-nobody', row };
  const mail = writeMail(detail, reader.language);
  if (mail === undefined) return { kind: 'unreadable', row };
  const { outboxId, attempts } = row;
  return { kind: 'letter', row, letter: { outboxId, attempts, to: reader.email, ...mail } };
}

type ReaderOf = (personId: string | null, detail: OutboxDetail) => Reader | undefined;

/** An account is written to at the address, and in the language, that it has now. */
async function readersOf(gate: Gate, tx: Tx, rows: readonly OutboxRow[]): Promise<ReaderOf> {
  const personIds = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  const profiles = await readMailProfiles(tx, personIds);
  const keys = await gate.vault.readKeys(tx, personIds, ['account']);
  return (personId, { address, language }) => {
    if (address !== null) return { email: address, language: language ?? 'en' };
    const profile = personId === null ? undefined : profiles.get(personId);
    if (personId === null || profile === undefined) return undefined;
    const vault = gate.vault.unlock(keys, personId, 'account');
    if (vault === undefined) return undefined;
    const { email, language: own = 'en' } = vault.open(PROFILE_NAME, profile);
    vault.close();
    return { email, language: own };
  };
}
