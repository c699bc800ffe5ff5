import { randomBytes, randomUUID } from 'node:crypto';
import { PersonId, type ProofMethod, type Role, type Session } from '@wardkeep/contract';
import type { SecondFactor } from '../../db/schema.ts';
import { sessionName } from '../../db/sealed-columns.ts';
import type { Tx } from '../../db/tx.ts';
import {
  FRESH_MS,
  Refusal,
  refusal,
  sessionNeeds,
  writeMethods,
  type AccountTools,
  type ClientFacts,
  type SessionCookies,
} from '../../gate/index.ts';
import type { PersonVault } from '../../vault/index.ts';
import { endBeyondMost } from './end-beyond-most.ts';
import { queueNotices } from './queue-notices.ts';
import { recogniseDevice, type RecognisedDevice } from './recognise-device.ts';
import { endSession, insertRefreshToken, insertSession, oneAtATime } from './session-store.ts';

export const ACCESS_MS = 15 * 60_000;
/** From the sign-in, however often it is refreshed, and however often a proof is given again. */
export const SESSION_MS = 24 * 60 * 60_000;
/** For the second step: a sign-in that stops half-way is worth nothing for long. */
const HALF_MS = 10 * 60_000;

/** What a plain request and an account scope both have. */
export interface SessionParts {
  readonly now: Date;
  readonly client: ClientFacts;
  readonly gate: AccountTools;
}

/** Who proved to be who, and how. */
export interface Proved {
  /** The account's own, of whoever proved it. */
  readonly vault: PersonVault<'account'>;
  readonly role: Role;
  readonly secondFactor: SecondFactor;
  /** Every proof of this sign-in, in order. */
  readonly methods: readonly ProofMethod[];
  /** When the newest of them was given; now unless said. For whoever replaces a session without a new proof. */
  readonly provedAt?: Date;
  /** The session whose place the new one takes: its tokens are dead from the commit on (OWASP: no fixation). */
  readonly replaces?: ReplacedSession;
}

/** The session that asks, as the gate believed it: when its row says that it began is under no MAC. */
export interface ReplacedSession {
  readonly sessionId: string;
  readonly expiresAt: Date;
  /** It lacked its second step. */
  readonly isHalf: boolean;
}

export interface StartedSession {
  readonly session: Session;
  readonly cookies: SessionCookies;
}

/**
 * A session of what was proved; at its end at the latest when the one that it replaces would have ended. Tells its owner
 * about a device or a country that is new, and ends the oldest session when there are too many.
 * @throws {@link Refusal} `not_signed_in` when the session that it would replace has ended meanwhile;
 * `address_not_allowed` from where the role may not be signed in.
 */
export async function startSession(
  parts: SessionParts,
  tx: Tx,
  proved: Proved,
): Promise<StartedSession> {
  const { vault, role } = proved;
  const { personId } = vault;
  if (!parts.gate.sessionPolicy.allowsAddress(role, parts.client.address))
    throw refusal('address_not_allowed');
  await oneAtATime(tx, personId);
  const device = await recogniseDevice(parts, tx, vault);
  const session = {
    sessionId: randomUUID(),
    personId,
    deviceId: device.deviceId,
    methods: writeMethods(proved.methods),
    provedAt: provedAtOf(parts, proved, device),
    expiresAt: await endOf(parts, tx, proved),
  };
  const place = { address: parts.client.address, country: device.country };
  await insertSession(tx, {
    ...session,
    mac: parts.gate.hashes.session(session),
    sealed: vault.seal(sessionName(session.sessionId), place),
    createdAt: parts.now,
  });
  await endBeyondMost(parts, tx, { ...proved, personId });
  await queueNotices(parts, tx, { personId, device });
  const deviceToken = device.newToken;
  return issueTokens(parts, tx, { ...session, role, needs: sessionNeeds(proved), deviceToken });
}

/** A password from a place that is out of the ordinary opens no sensitive action: those ask again. */
function provedAtOf({ now }: SessionParts, proved: Proved, { place }: RecognisedDevice): Date {
  if (proved.provedAt !== undefined) return proved.provedAt;
  const isSignIn = proved.replaces === undefined;
  const isOrdinary = place.kind === 'usual' || proved.methods.at(-1) !== 'password';
  return isSignIn && !isOrdinary ? new Date(now.getTime() - FRESH_MS - 1) : now;
}

/** Ends the session that is replaced. A whole one passes on its own end, a half one's 24 hours begin now. */
async function endOf({ now }: SessionParts, tx: Tx, proved: Proved): Promise<Date> {
  const { replaces, vault } = proved;
  const lives = sessionNeeds(proved) === 'second-factor' ? HALF_MS : SESSION_MS;
  const fromNow = new Date(now.getTime() + lives);
  if (replaces === undefined) return fromNow;
  const { sessionId, expiresAt, isHalf } = replaces;
  const { personId } = vault;
  if (!(await endSession(tx, { personId, sessionId }, 'replaced', now)))
    throw new Refusal('not_signed_in', 'The session has ended meanwhile. Sign in again.');
  return isHalf ? fromNow : expiresAt;
}

export interface SessionFacts {
  readonly sessionId: string;
  readonly personId: string;
  readonly role: Role;
  readonly needs: Session['needs'];
  readonly provedAt: Date;
  readonly expiresAt: Date;
}

/** A new pair of tokens for a session that goes on. */
export async function issueTokens(
  parts: SessionParts,
  tx: Tx,
  session: SessionFacts & { readonly deviceToken?: string | undefined },
): Promise<StartedSession> {
  const { gate, now } = parts;
  const { sessionId, expiresAt } = session;
  const secret = randomBytes(32).toString('base64url');
  const personId = PersonId.parse(session.personId);
  const tokenHash = gate.hashes.refreshToken({ sessionId, personId, expiresAt, secret });
  await insertRefreshToken(tx, tokenHash, sessionId, now);
  const refreshToken = `${sessionId}.${secret}`;
  const accessExpiresAt = new Date(Math.min(now.getTime() + ACCESS_MS, expiresAt.getTime()));
  const accessToken = await gate.sessionTokens.sign({ personId, sessionId, accessExpiresAt }, now);
  const { deviceToken } = session;
  return {
    session: describeSession(parts, { ...session, accessExpiresAt }),
    cookies: {
      kind: 'set',
      accessToken,
      refreshToken,
      expiresAt,
      ...(deviceToken === undefined ? {} : { deviceToken }),
    },
  };
}

export function describeSession(
  { gate }: Pick<SessionParts, 'gate'>,
  session: SessionFacts & { readonly accessExpiresAt: Date },
): Session {
  return {
    personId: PersonId.parse(session.personId),
    role: session.role,
    needs: session.needs,
    csrfToken: gate.hashes.csrf(session.sessionId),
    accessExpiresAt: session.accessExpiresAt.toISOString(),
    freshUntil: new Date(session.provedAt.getTime() + FRESH_MS).toISOString(),
    idleMinutes: gate.sessionPolicy.idleMinutes(session.role),
    expiresAt: session.expiresAt.toISOString(),
  };
}
