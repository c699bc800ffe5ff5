import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  NoInput,
  PASSWORD_LIMIT,
  READ_LIMIT,
  Timestamp,
  CHANGE_LIMIT,
  WRITE_LIMIT,
} from '../fields.ts';
import { ListedDevice, ListedSession, PasskeyResponse, Session } from './sessions.ts';

const PasskeyName = z.string().trim().min(1, 'must not be empty').max(100);

export const ListedPasskey = z.object({
  passkeyId: z.uuid(),
  name: z.string(),
  /** Synchronised by whoever made the authenticator; false for one that stays on its device. */
  isBackedUp: z.boolean(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type ListedPasskey = z.infer<typeof ListedPasskey>;

/** How an account is protected, for its owner. */
export const Security = z.object({
  passwordChangedAt: Timestamp,
  hasTotp: z.boolean(),
  passkeys: z.array(ListedPasskey),
  recoveryCodesLeft: z.int(),
  sessions: z.array(ListedSession),
  devices: z.array(ListedDevice),
  /** Whether new places can be noticed: the age of the database of countries, null without one. */
  countriesAsOf: Timestamp.nullable(),
});
export type Security = z.infer<typeof Security>;

export const readSecurity = endpoint({
  method: 'GET',
  path: '/api/account/security',
  action: 'account.read-security',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: Security,
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Ten codes, shown once: each stands for the second factor one time. */
export const RecoveryCodes = z.array(z.string());

/** A new session takes the place of the one that changed the factors; `recoveryCodes` comes with the first factor. */
export const FactorChanged = z.object({
  session: Session,
  recoveryCodes: RecoveryCodes.nullable(),
});
export type FactorChanged = z.infer<typeof FactorChanged>;

/** A secret for an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). Counts once a code of it was shown. */
export const beginTotp = endpoint({
  method: 'POST',
  path: '/api/account/totp',
  action: 'totp.begin',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: z.object({ secret: z.string(), uri: z.string() }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const confirmTotp = endpoint({
  method: 'POST',
  path: '/api/account/totp/confirmation',
  action: 'totp.confirm',
  params: NoInput,
  query: NoInput,
  body: z.object({ code: z.string().min(6).max(10) }).strict(),
  bodyKind: 'json',
  reply: FactorChanged,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** Staff keep at least one factor. */
export const removeTotp = endpoint({
  method: 'DELETE',
  path: '/api/account/totp',
  action: 'totp.remove',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: FactorChanged,
  replyKind: 'json',
  limit: CHANGE_LIMIT,
});

/** Ten new ones; those before open nothing any more. */
export const makeRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/account/recovery-codes',
  action: 'recovery-codes.make',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: z.object({ recoveryCodes: RecoveryCodes }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** WebAuthn Level 3 `PublicKeyCredentialCreationOptionsJSON`, for `navigator.credentials.create`. */
export const PasskeyCreationOptions = z.looseObject({ challenge: z.string() });

export const beginPasskey = endpoint({
  method: 'POST',
  path: '/api/account/passkeys/options',
  action: 'passkey.begin',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: PasskeyCreationOptions,
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** At most twenty. */
export const addPasskey = endpoint({
  method: 'POST',
  path: '/api/account/passkeys',
  action: 'passkey.add',
  params: NoInput,
  query: NoInput,
  body: z.object({ name: PasskeyName, response: PasskeyResponse }).strict(),
  bodyKind: 'json',
  reply: FactorChanged,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

export const renamePasskey = endpoint({
  method: 'PUT',
  path: '/api/account/passkeys/:passkeyId/name',
  action: 'passkey.rename',
  params: z.object({ passkeyId: z.uuid() }),
  query: NoInput,
  body: z.object({ name: PasskeyName }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

/** Staff keep at least one factor. */
export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/api/account/passkeys/:passkeyId',
  action: 'passkey.remove',
  params: z.object({ passkeyId: z.uuid() }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: FactorChanged,
  replyKind: 'json',
  limit: CHANGE_LIMIT,
});
