import { timingSafeEqual } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { queries } from '../db/queries.ts';
import type { AheadSession } from '../db/read-ahead.ts';
import { collect, collector, readAhead } from '../db/shared-part.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';
import type { Caller, Credential, ShareFacts } from './credential.ts';
import { readMethods, sessionNeeds } from './session-rules.ts';
import type { SessionPolicy } from './session-policy.ts';

export interface CallerFacts {
  readonly hashes: KeyedHashes;
  readonly policy: SessionPolicy;
  readonly now: Date;
  /**
   * Writes down, or has written down, that the session was used, which keeps it from going idle; undefined where that
   * says nothing, as in what a page does by itself.
   */
  readonly onSeen: OnSeen | undefined;
}

export type OnSeen = (seen: SeenSession) => Promise<void> | void;

export interface SeenSession {
  readonly sessionId: string;
  readonly at: Date;
}

/**
 * Turns what was shown into who it is, from the state of this moment: an ended session, a suspended account and an
 * unknown link are all `nobody`, and so is an account whose row was altered behind the server's back. Nothing here is cached.
 */
export async function readCaller(
  tx: Tx,
  credential: Credential,
  facts: CallerFacts,
): Promise<Caller> {
  switch (credential.kind) {
    case 'none':
      return { kind: 'nobody' };
    case 'session':
      return readSession(tx, credential, facts);
    case 'share': {
      const share = await readShare(tx, credential.tokenHash);
      return share === undefined ? { kind: 'nobody' } : { kind: 'share-holder', share };
    }
  }
}

async function readSession(
  tx: Tx,
  { personId, sessionId }: { readonly personId: string; readonly sessionId: string },
  { hashes, policy, now, onSeen }: CallerFacts,
): Promise<Caller> {
  const ahead = readAhead(tx);
  const isAhead = ahead?.asked.sessionId === sessionId && ahead.asked.callerId === personId;
  const row = isAhead ? ahead.session : await sessionRow(tx, { personId, sessionId, now });
  if (row === undefined) return { kind: 'nobody' };
  const { role, state, methods } = row;
  const secondFactor = row.second_factor;
  const session = {
    sessionId,
    personId,
    deviceId: row.device_id,
    expiresAt: row.expires_at,
    methods,
    provedAt: row.proved_at,
  };
  const isOurs =
    timingSafeEqual(hashes.account({ personId, role, state, secondFactor }), row.mac) &&
    timingSafeEqual(hashes.session(session), row.session_mac);
  const idleMs = now.getTime() - row.last_seen_at.getTime();
  if (!isOurs || idleMs > policy.idleMinutes(role) * 60_000) return { kind: 'nobody' };
  if (idleMs > TOUCH_AFTER_MS) await onSeen?.({ sessionId, at: now });
  const given = readMethods(methods);
  return {
    kind: 'person',
    personId,
    sessionId,
    role,
    needs: sessionNeeds({ role, secondFactor, methods: given }),
    methods: given,
    provedAt: row.proved_at,
    deviceId: row.device_id,
    sessionExpiresAt: row.expires_at,
  };
}

function sessionRow(
  tx: Tx,
  {
    personId,
    sessionId,
    now,
  }: { readonly personId: string; readonly sessionId: string; readonly now: Date },
): Promise<AheadSession | undefined> {
  return queries(tx)
    .selectFrom('session')
    .innerJoin('account', 'account.person_id', 'session.person_id')
    .select([
      'session.device_id',
      'session.methods',
      'session.proved_at',
      'session.last_seen_at',
      'session.expires_at',
      'session.mac as session_mac',
      'account.role',
      'account.state',
      'account.second_factor',
      'account.mac',
    ])
    .where('session.session_id', '=', sessionId)
    .where('session.person_id', '=', personId)
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('account.state', '=', 'active')
    .executeTakeFirst();
}

/** Seen again is written down this seldom, so that reading stays reading. */
const TOUCH_AFTER_MS = 15_000;

/** Whoever else is writing it down already spares this one the wait. */
export async function touchSessions(tx: Tx, seen: readonly SeenSession[]): Promise<void> {
  if (seen.length === 0 || collect(tx, SEEN, seen)) return;
  await touchStatement(seen).execute(queries(tx));
}

const SEEN = collector(touchStatement);

function touchStatement(seen: readonly SeenSession[]): RawBuilder<unknown> {
  const latest = latestOf(seen);
  const ids = latest.map(({ sessionId }) => sessionId);
  const times = latest.map(({ at }) => at.toISOString());
  return sql`
    update session set last_seen_at = seen.at
    from unnest(${ids}::uuid[], ${times}::timestamptz[]) as seen(session_id, at)
    where session.session_id = seen.session_id and session.session_id in (
      select session_id from session where session_id = any(${ids}::uuid[]) for update skip locked)`;
}

function latestOf(seen: readonly SeenSession[]): readonly SeenSession[] {
  const latest = new Map<string, SeenSession>();
  for (const each of seen) {
    const before = latest.get(each.sessionId);
    if (before === undefined || before.at < each.at) latest.set(each.sessionId, each);
  }
  return [...latest.values()];
}

async function readShare(tx: Tx, tokenHash: Buffer): Promise<ShareFacts | undefined> {
  const row = await queries(tx)
    .selectFrom('share_owner')
    .innerJoin('share', (join) =>
      join
        .onRef('share.owner_id', '=', 'share_owner.owner_id')
        .onRef('share.share_id', '=', 'share_owner.share_id'),
    )
    .select([
      'share.share_id',
      'share.owner_id',
      'token',
      'expires_at',
      'revoked_at',
      'opened',
      'opens_most',
    ])
    .where('share_owner.token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    linkHash: tokenHash,
    shareId: row.share_id,
    ownerId: row.owner_id,
    token: row.token,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    opened: row.opened,
    opensMost: row.opens_most,
  };
}
