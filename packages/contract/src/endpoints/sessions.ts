import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  DisplayName,
  Email,
  NoInput,
  PASSWORD_LIMIT,
  Password,
  PersonId,
  READ_LIMIT,
  Timestamp,
  WRITE_LIMIT,
} from '../fields.ts';
import { InvitedRole, Role } from '../roles.ts';
import { PendingErasure } from './erasure.ts';

/** Sent after every sign-in; the session itself travels in `__Host-` cookies that scripts can't read. */
export const Session = z.object({
  personId: PersonId,
  role: Role,
  /** Goes back in the header `wardkeep-csrf` of every request that changes something. */
  csrfToken: z.string(),
  accessExpiresAt: Timestamp,
  expiresAt: Timestamp,
});
export type Session = z.infer<typeof Session>;

const NewAccount = z
  .object({ email: Email, password: Password, displayName: DisplayName })
  .strict();

export const RecoveryKit = z.object({
  /** Printed once and never stored: groups of Crockford base32. */
  privateText: z.string(),
  /** Short, to tell kits apart; on the paper and on the administrator's page. */
  fingerprint: z.string(),
  createdAt: Timestamp,
});
export type RecoveryKit = z.infer<typeof RecoveryKit>;

/** The first administrator, with the one-time token that `npm start` printed. */
export const setUp = endpoint({
  method: 'POST',
  path: '/api/set-up',
  action: 'account.set-up',
  params: NoInput,
  query: NoInput,
  body: NewAccount.extend({ setUpToken: z.string().min(1).max(200) }),
  bodyKind: 'json',
  reply: z.object({ session: Session, recoveryKit: RecoveryKit }),
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** A new recovery kit: the old one opens no key from then on. */
export const makeRecoveryKit = endpoint({
  method: 'POST',
  path: '/api/recovery-kit',
  action: 'recovery.make',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: RecoveryKit,
  replyKind: 'json',
  limit: { perMinute: 10, bodyBytes: 1024 },
});

/** The administrator says that the kit with this fingerprint is on paper. */
export const confirmRecoveryKit = endpoint({
  method: 'POST',
  path: '/api/recovery-kit/confirmation',
  action: 'recovery.confirm',
  params: NoInput,
  query: NoInput,
  body: z.object({ fingerprint: z.string().max(100) }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

/** A patient makes an account; signed in at once. */
export const signUp = endpoint({
  method: 'POST',
  path: '/api/accounts',
  action: 'account.sign-up',
  params: NoInput,
  query: NoInput,
  body: NewAccount,
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** Staff join by an administrator's one-time link only. */
export const createInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations',
  action: 'invitation.create',
  params: NoInput,
  query: NoInput,
  body: z.object({ role: InvitedRole }).strict(),
  bodyKind: 'json',
  reply: z.object({ link: z.url(), role: InvitedRole, expiresAt: Timestamp }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations/acceptance',
  action: 'invitation.accept',
  params: NoInput,
  query: NoInput,
  body: NewAccount.extend({ invitationToken: z.string().min(1).max(200) }),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

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

/** Who is signed in: opens the caller's own account data. */
export const readOwnAccount = endpoint({
  method: 'GET',
  path: '/api/account',
  action: 'account.read',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    session: Session,
    displayName: z.string(),
    email: z.string(),
    /** Null when no erasure is under way. */
    erasure: PendingErasure.nullable(),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

export const listAccounts = endpoint({
  method: 'GET',
  path: '/api/accounts',
  action: 'account.list',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    accounts: z.array(
      z.object({
        personId: PersonId,
        role: Role,
        displayName: z.string(),
        email: z.string(),
        createdAt: Timestamp,
      }),
    ),
  }),
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: 0 },
});
