import { randomBytes } from 'node:crypto';
import type { Language, Role } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import {
  forgetOldTokens,
  insertOneTimeToken,
  readOpenOneTimeToken,
} from './one-time-token-store.ts';

/**
 * What a link that works once is good for. Sealed beside the keyed hash of its text, and under it: a row that was written
 * or moved in the database is nobody's link, for nothing.
 */
export interface TokenDetail {
  'set-up': { readonly role: 'admin' };
  /** And by which administrator. */
  invitation: { readonly email: string; readonly role: Role; readonly invitedBy: string };
  /** Whoever will have an account, with the hash that only they can have. */
  'sign-up': {
    readonly personId: string;
    readonly email: string;
    readonly displayName: string;
    readonly language: Language;
    readonly passwordHash: string;
  };
  /** To which address. */
  'email-change': { readonly personId: string; readonly email: string };
  /** Null: nobody has the address, and nobody was told the link. */
  'password-reset': { readonly personId: string | null };
  /** Which offer of access, made by whom, and for which address alone; null for whoever holds the link. */
  'consent-offer': {
    readonly patientId: string;
    readonly grantId: string;
    readonly offeredBy: string;
    readonly email: string | null;
  };
  /** As above, to look after somebody’s chart together. */
  'guardian-offer': {
    readonly patientId: string;
    readonly grantId: string;
    readonly email: string | null;
  };
  /** Whose chart becomes their own, under which address, and by which guardian’s grant. */
  'hand-over': { readonly patientId: string; readonly email: string; readonly grantId: string };
  /** Of which request, by its time (ISO 8601). */
  'recovery-cancellation': { readonly personId: string; readonly requestedAt: string };
}

type Purpose = keyof TokenDetail;

/** What a plain request and a scope both have. */
export interface TokenParts {
  readonly now: Date;
  readonly gate: Pick<AccountTools, 'hashes' | 'sealing'>;
}

/**
 * Makes a link's text, `end.secret` with 256 random bits; only a keyed hash of it is stored.
 * @param token.personId - Of the account that an erasure deletes it with.
 */
export async function issueOneTimeToken<P extends Purpose>(
  { now, gate }: TokenParts,
  tx: Tx,
  token: {
    readonly purpose: P;
    readonly expiresAt: Date;
    readonly personId?: string | null;
    readonly detail: TokenDetail[P];
  },
): Promise<string> {
  const { purpose, expiresAt, personId = null, detail } = token;
  const text = `${expiresAt.getTime()}.${randomBytes(32).toString('base64url')}`;
  const tokenHash = gate.hashes.oneTimeToken(purpose, text);
  const sealed = gate.sealing.seal(placeOf(tokenHash, expiresAt), { ...detail });
  await forgetOldTokens(tx, now);
  await insertOneTimeToken(tx, { tokenHash, purpose, expiresAt, personId, sealed });
  return text;
}

export interface OpenedToken<P extends Purpose> {
  /** To spend it by, in the transaction of what it does. */
  readonly tokenHash: Buffer;
  readonly detail: TokenDetail[P];
}

/**
 * What the link is for, without using it up. Undefined when it is unknown, of another purpose, used or too old.
 * @throws CryptoError `not_authentic` when its row was altered.
 */
export async function openOneTimeToken<P extends Purpose>(
  { now, gate }: TokenParts,
  tx: Tx,
  purpose: P,
  text: string,
): Promise<OpenedToken<P> | undefined> {
  const [, end] = TEXT.exec(text) ?? [];
  // Believed for now; a text with another end has another hash.
  const expiresAt = new Date(Number(end));
  if (end === undefined || expiresAt <= now) return undefined;
  const tokenHash = gate.hashes.oneTimeToken(purpose, text);
  const sealed = await readOpenOneTimeToken(tx, tokenHash);
  if (sealed === undefined) return undefined;
  const opened = gate.sealing.open(placeOf(tokenHash, expiresAt), sealed);
  // The hash names the purpose, and only `issueOneTimeToken` seals at the place of a hash.
  const detail = opened as unknown as TokenDetail[P];
  return { tokenHash, detail };
}

const TEXT = /^(\d{1,15})\.[A-Za-z0-9_-]{43}$/;

function placeOf(tokenHash: Buffer, expiresAt: Date) {
  return { name: `one-time-token/${tokenHash.toString('hex')}`, day: expiresAt };
}
