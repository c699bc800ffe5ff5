import type { Sealed } from '@wardkeep/crypto';
import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { SessionDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

/** Why a session ended before its time, as its row says. */
export type EndReason =
  | 'account-changed'
  | 'deactivated'
  | 'device-forgotten'
  | 'ended-by-owner'
  | 'factor-changed'
  | 'password-changed'
  | 'refresh-token-reused'
  | 'replaced'
  | 'signed-out'
  | 'too-many';

export interface NewSession {
  readonly sessionId: string;
  readonly personId: string;
  readonly deviceId: string;
  readonly methods: string;
  readonly provedAt: Date;
  readonly sealed: Sealed<SessionDetail>;
  readonly mac: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await queries(tx)
    .insertInto('session')
    .values({
      session_id: session.sessionId,
      person_id: session.personId,
      device_id: session.deviceId,
      methods: session.methods,
      proved_at: session.provedAt,
      last_seen_at: session.createdAt,
      sealed: session.sealed,
      mac: session.mac,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      ended_at: null,
      end_reason: null,
    })
    .execute();
}

export async function insertRefreshToken(
  tx: Tx,
  tokenHash: Buffer,
  sessionId: string,
  now: Date,
): Promise<void> {
  await queries(tx)
    .insertInto('refresh_token')
    .values({ token_hash: tokenHash, session_id: sessionId, created_at: now, used_at: null })
    .execute();
}

/** Marks the token as used. Of many requests with one token, exactly one is `first`: the update locks the row. */
export async function spendRefreshToken(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<'first' | 'again' | 'unknown'> {
  const spent = await queries(tx)
    .updateTable('refresh_token')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .returning('session_id')
    .executeTakeFirst();
  if (spent !== undefined) return 'first';
  return (await isRefreshToken(tx, tokenHash)) ? 'again' : 'unknown';
}

/** Of any session, used or not. */
export async function isRefreshToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const known = await queries(tx)
    .selectFrom('refresh_token')
    .select('session_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return known !== undefined;
}

/** For a refresh: whose token it is, while the session lives. What it may do is read as for any request. */
export async function readLiveSession(
  tx: Tx,
  sessionId: string,
  now: Date,
): Promise<{ readonly personId: string; readonly expiresAt: Date } | undefined> {
  const row = await queries(tx)
    .selectFrom('session')
    .select(['person_id', 'expires_at'])
    .where('session_id', '=', sessionId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && { personId: row.person_id, expiresAt: row.expires_at };
}

/** @returns false when it had ended already, or is nobody's session or somebody else's. */
export async function endSession(
  tx: Tx,
  session: { readonly personId: string; readonly sessionId: string },
  reason: EndReason,
  now: Date,
): Promise<boolean> {
  const ended = await queries(tx)
    .updateTable('session')
    .set({ ended_at: now, end_reason: reason })
    .where('session_id', '=', session.sessionId)
    .where('person_id', '=', session.personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

export interface SessionsEnding {
  readonly personId: string;
  /** The one that goes on. */
  readonly except?: string;
  readonly reason: EndReason;
  readonly now: Date;
}

/** Every session of a person, or every other one. @returns how many there were. */
export async function endSessionsOf(tx: Tx, ending: SessionsEnding): Promise<number> {
  const { personId, except, reason, now } = ending;
  const ended = await queries(tx)
    .updateTable('session')
    .set({ ended_at: now, end_reason: reason })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(except !== undefined, (update) => update.where('session_id', '!=', except ?? ''))
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

export interface LiveSession {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly methods: string;
  readonly sealed: Sealed<SessionDetail>;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Those of a person that have neither ended nor gone idle, newest first. */
export async function readLiveSessions(
  tx: Tx,
  of: { readonly personId: string; readonly idleMinutes: number; readonly now: Date },
): Promise<readonly LiveSession[]> {
  const idleSince = new Date(of.now.getTime() - of.idleMinutes * 60_000);
  const rows = await queries(tx)
    .selectFrom('session')
    .select([
      'session_id',
      'device_id',
      'methods',
      'sealed',
      'created_at',
      'last_seen_at',
      'expires_at',
    ])
    .where('person_id', '=', of.personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', of.now)
    .where('last_seen_at', '>=', idleSince)
    .orderBy('created_at', 'desc')
    .orderBy('session_id')
    .execute();
  return rows.map((row) => ({
    sessionId: row.session_id,
    deviceId: row.device_id,
    methods: row.methods,
    sealed: row.sealed,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }));
}

export interface SeenSession {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly methods: string;
  readonly provedAt: Date;
  readonly expiresAt: Date;
  readonly mac: Buffer;
  readonly sealed: Sealed<SessionDetail>;
  readonly lastSeenAt: Date;
}

/** The sessions that a person was seen in last, ended or not, newest first. Nobody has looked at their MACs. */
export async function readLastSeen(
  tx: Tx,
  personId: string,
  limit: number,
): Promise<readonly SeenSession[]> {
  return queries(tx)
    .selectFrom('session')
    .select([
      'session_id as sessionId',
      'device_id as deviceId',
      'methods',
      'proved_at as provedAt',
      'expires_at as expiresAt',
      'mac',
      'sealed',
      'last_seen_at as lastSeenAt',
    ])
    .where('person_id', '=', personId)
    .orderBy('last_seen_at', 'desc')
    .limit(limit)
    .execute();
}

/** Until the commit, no other session of this person begins, on any server: they are counted, and places compared. */
export async function oneAtATime(tx: Tx, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`session/${personId}`}, 0))`.execute(
    queries(tx),
  );
}
