import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  NoInput,
  PASSWORD_LIMIT,
  PersonId,
  READ_LIMIT,
  Timestamp,
  CHANGE_LIMIT,
  WRITE_LIMIT,
} from '../fields.ts';
import { Role } from '../roles.ts';

/**
 * What is missing before this session may do what its role may. `second-factor`: the account has one, and it was not
 * shown yet. `second-factor-set-up`: staff without one; only setting one up is open.
 */
export const SessionNeeds = z.enum(['nothing', 'second-factor', 'second-factor-set-up']);
export type SessionNeeds = z.infer<typeof SessionNeeds>;

/** How somebody showed who they are (RFC 8176 in our words). */
export const ProofMethod = z.enum(['password', 'totp', 'passkey', 'recovery-code']);
export type ProofMethod = z.infer<typeof ProofMethod>;

/** Sent after every sign-in; the session itself travels in `__Host-` cookies that scripts can't read. */
export const Session = z.object({
  personId: PersonId,
  role: Role,
  needs: SessionNeeds,
  /** Goes back in the header `wardkeep-csrf` of every request that changes something. */
  csrfToken: z.string(),
  accessExpiresAt: Timestamp,
  /** Sensitive actions are open until then; afterwards they answer `step_up_needed`. */
  freshUntil: Timestamp,
  /** Without any request, the session ends this many minutes after the last one. */
  idleMinutes: z.int(),
  /** The end, however it is used. */
  expiresAt: Timestamp,
});
export type Session = z.infer<typeof Session>;

/** With a password. Where the account has a second factor, the session needs it before it opens anything. */
export const signIn = endpoint({
  method: 'POST',
  path: '/api/sessions',
  action: 'session.sign-in',
  params: NoInput,
  query: NoInput,
  // Not `Password`: a rule that came later must not lock out whoever signed up before it.
  body: z.object({ email: z.string().max(254), password: z.string().max(1024) }).strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** A TOTP or recovery code: the second step of a sign-in, or a step-up. A new session takes the place of this one. */
export const proveByCode = endpoint({
  method: 'POST',
  path: '/api/sessions/code',
  action: 'session.prove-code',
  params: NoInput,
  query: NoInput,
  body: z.object({ code: z.string().min(6).max(40) }).strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** The password again, where there is no second factor: a step-up. A new session takes the place of this one. */
export const proveByPassword = endpoint({
  method: 'POST',
  path: '/api/sessions/password',
  action: 'session.prove-password',
  params: NoInput,
  query: NoInput,
  body: z.object({ password: z.string().max(1024) }).strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** WebAuthn Level 3 `PublicKeyCredentialRequestOptionsJSON`, for `navigator.credentials.get`. */
export const PasskeyRequestOptions = z.looseObject({ challenge: z.string() });

/** What a browser needs to use a passkey; the challenge works once, for five minutes. */
export const beginPasskeyProof = endpoint({
  method: 'POST',
  path: '/api/sessions/passkey/options',
  action: 'session.passkey-options',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: PasskeyRequestOptions,
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** WebAuthn Level 3 `AuthenticationResponseJSON` and `RegistrationResponseJSON`; checked by the server's library. */
export const PasskeyResponse = z.looseObject({
  id: z.string().max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  response: z.looseObject({}),
});

/** A passkey with user verification: a sign-in by itself, the second step of one, or a step-up. */
export const proveByPasskey = endpoint({
  method: 'POST',
  path: '/api/sessions/passkey',
  action: 'session.prove-passkey',
  params: NoInput,
  query: NoInput,
  body: z.object({ response: PasskeyResponse }).strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** Whether one is signed in: opens nothing. Its state may be one second old. */
export const readSession = endpoint({
  method: 'GET',
  path: '/api/sessions/current',
  action: 'session.read',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  /** `proofs`: what this account can show, for a second step or a step-up. */
  reply: Session.extend({ proofs: z.array(ProofMethod) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Trades the refresh cookie for a new pair; a refresh token used twice ends the session. */
export const refreshSession = endpoint({
  method: 'POST',
  path: '/api/sessions/refresh',
  action: 'session.refresh',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: 1024 },
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/sessions/current',
  action: 'session.sign-out',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: { perMinute: 60, bodyBytes: 0 },
});

/** Where and with what a session was begun. Told to its owner only. */
export const ListedSession = z.object({
  sessionId: z.uuid(),
  isThis: z.boolean(),
  deviceId: z.uuid(),
  /** As its owner named it, or what its browser says of itself. */
  device: z.string(),
  /** IP address; null when it could not be known. */
  address: z.string().nullable(),
  /** ISO 3166-1 alpha-2; null without a database of countries, or when the address is in none. */
  country: z.string().nullable(),
  methods: z.array(ProofMethod),
  startedAt: Timestamp,
  lastSeenAt: Timestamp,
  expiresAt: Timestamp,
});
export type ListedSession = z.infer<typeof ListedSession>;

export const ListedDevice = z.object({
  deviceId: z.uuid(),
  isThis: z.boolean(),
  name: z.string(),
  firstSeenAt: Timestamp,
  lastSeenAt: Timestamp,
});
export type ListedDevice = z.infer<typeof ListedDevice>;

/** One of the own sessions, at once and on every server. */
export const endSession = endpoint({
  method: 'DELETE',
  path: '/api/sessions/:sessionId',
  action: 'session.end',
  params: z.object({ sessionId: z.uuid() }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** Every own session but this one. */
export const endOtherSessions = endpoint({
  method: 'DELETE',
  path: '/api/sessions',
  action: 'session.end-others',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ ended: z.int() }),
  replyKind: 'json',
  limit: CHANGE_LIMIT,
});

export const renameDevice = endpoint({
  method: 'PUT',
  path: '/api/devices/:deviceId/name',
  action: 'device.rename',
  params: z.object({ deviceId: z.uuid() }),
  query: NoInput,
  body: z.object({ name: z.string().trim().min(1, 'must not be empty').max(100) }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

/** Ends its sessions, and it is a new device the next time. */
export const forgetDevice = endpoint({
  method: 'DELETE',
  path: '/api/devices/:deviceId',
  action: 'device.forget',
  params: z.object({ deviceId: z.uuid() }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** JWK Set (RFC 7517) of the keys that access tokens are signed with now and were until a moment ago. */
export const readSessionKeys = endpoint({
  method: 'GET',
  path: '/.well-known/jwks.json',
  action: 'session.read-keys',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string() })),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});
