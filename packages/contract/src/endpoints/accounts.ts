import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  DisplayName,
  Email,
  Language,
  MAIL_LIMIT,
  NoInput,
  OneTimeTokenText,
  PASSWORD_LIMIT,
  Password,
  PersonId,
  READ_LIMIT,
  Timestamp,
  CHANGE_LIMIT,
  WRITE_LIMIT,
} from '../fields.ts';
import { Role } from '../roles.ts';
import { PendingErasure } from './erasure.ts';
import { RecoveryKit } from './recovery-kit.ts';
import { Session } from './sessions.ts';

const NewAccount = z
  .object({
    email: Email,
    password: Password,
    displayName: DisplayName,
    language: Language.optional(),
  })
  .strict();

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

/**
 * A patient makes an account. Where this server confirms addresses by e-mail, the answer is the same whether the address
 * is known or not: `session` is null, and the e-mail says how to go on. Where it does not, one is signed in at once.
 */
export const signUp = endpoint({
  method: 'POST',
  path: '/api/accounts',
  action: 'account.sign-up',
  params: NoInput,
  query: NoInput,
  body: NewAccount,
  bodyKind: 'json',
  reply: z.object({ session: Session.nullable() }),
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** With the link from the e-mail, and the password again: whoever else asked for this address does not know it. */
export const completeSignUp = endpoint({
  method: 'POST',
  path: '/api/accounts/confirmation',
  action: 'account.complete-sign-up',
  params: NoInput,
  query: NoInput,
  body: z.object({ token: OneTimeTokenText, password: z.string().max(1024) }).strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** Staff join by an administrator’s one-time link only. It is sent to the address, where e-mail is set up. */
export const createInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations',
  action: 'invitation.create',
  params: NoInput,
  query: NoInput,
  body: z.object({ role: Role, email: Email }).strict(),
  bodyKind: 'json',
  reply: z.object({ link: z.url(), role: Role, isSent: z.boolean(), expiresAt: Timestamp }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations/acceptance',
  action: 'invitation.accept',
  params: NoInput,
  query: NoInput,
  body: z
    .object({
      invitationToken: OneTimeTokenText,
      password: Password,
      displayName: DisplayName,
      language: Language.optional(),
    })
    .strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
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
    language: Language,
    /** Null when no erasure is under way. */
    erasure: PendingErasure.nullable(),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/**
 * Always 204: what the e-mail says is between the server and the owner of the address. Where no e-mail is set up,
 * `not_supported` for everybody.
 */
export const requestPasswordReset = endpoint({
  method: 'POST',
  path: '/api/password-resets',
  action: 'account.request-password-reset',
  params: NoInput,
  query: NoInput,
  body: z.object({ email: z.string().max(254) }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: MAIL_LIMIT,
});

/** Ends every session. A second factor is asked for at the next sign-in all the same. */
export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/password-resets/completion',
  action: 'account.reset-password',
  params: NoInput,
  query: NoInput,
  body: z.object({ token: OneTimeTokenText, password: Password }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: PASSWORD_LIMIT,
});

/** Needs a fresh proof. Every other session ends; a new one takes the place of this one. */
export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/account/password',
  action: 'account.change-password',
  params: NoInput,
  query: NoInput,
  body: z.object({ password: Password }).strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** Sends a link to the new address; the old one is told. Needs a fresh proof, and e-mail to be set up. */
export const requestEmailChange = endpoint({
  method: 'POST',
  path: '/api/account/email',
  action: 'account.change-email',
  params: NoInput,
  query: NoInput,
  body: z.object({ email: Email }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: MAIL_LIMIT,
});

/** With the link that was sent to the new address; whoever opens it need not be signed in. */
export const confirmEmailChange = endpoint({
  method: 'POST',
  path: '/api/account/email/confirmation',
  action: 'account.confirm-email-change',
  params: NoInput,
  query: NoInput,
  body: z.object({ token: OneTimeTokenText }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: PASSWORD_LIMIT,
});

/** Ends every session; nobody signs in until an administrator opens the account again. Records stay sealed where they are. */
export const deactivateAccount = endpoint({
  method: 'POST',
  path: '/api/account/deactivation',
  action: 'account.deactivate',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

export const AccountState = z.enum(['active', 'suspended', 'deactivated']);
export type AccountState = z.infer<typeof AccountState>;

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
        state: AccountState,
        hasSecondFactor: z.boolean(),
        displayName: z.string(),
        email: z.string(),
        createdAt: Timestamp,
      }),
    ),
  }),
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: 0 },
});

/** Ends every session of theirs within the second; nobody signs in until it is lifted. */
export const suspendAccount = endpoint({
  method: 'POST',
  path: '/api/accounts/:personId/suspension',
  action: 'account.suspend',
  params: z.object({ personId: PersonId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

/** Lifts a suspension, or a deactivation. */
export const resumeAccount = endpoint({
  method: 'DELETE',
  path: '/api/accounts/:personId/suspension',
  action: 'account.resume',
  params: z.object({ personId: PersonId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});
