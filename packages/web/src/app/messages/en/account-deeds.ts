/** The access list’s sentences about an account, its factors, sessions and devices. */
export const accountDeeds = {
  'did.account-recovery.approve':
    '{tried, select, yes {tried to approve} other {approved}} letting the account in without its second factor',
  'did.account-recovery.cancel':
    '{tried, select, yes {tried to stop} other {stopped}} a request to sign in without the second factor',
  'did.account-recovery.list':
    '{tried, select, yes {tried to look} other {looked}} at who has lost their second factor',
  'did.account-recovery.refuse':
    '{tried, select, yes {tried to refuse} other {refused}} a request to sign in without the second factor',
  'did.account-recovery.request':
    '{tried, select, yes {tried to ask} other {asked}} to be let in without the second factor',
  'did.account.change-email':
    '{tried, select, yes {tried to ask} other {asked}} for another e-mail address',
  'did.account.change-password':
    '{tried, select, yes {tried to change} other {changed}} the password',
  'did.account.complete-sign-up':
    '{tried, select, yes {tried to confirm} other {confirmed}} the e-mail address and made the account',
  'did.account.confirm-email-change':
    '{tried, select, yes {tried to confirm} other {confirmed}} the new e-mail address',
  'did.account.deactivate': '{tried, select, yes {tried to close} other {closed}} the account',
  'did.account.read-security':
    '{tried, select, yes {tried to open} other {opened}} the security page',
  'did.account.request-password-reset':
    '{tried, select, yes {tried to ask} other {asked}} for a link to set a new password',
  'did.account.reset-password': '{tried, select, yes {tried to set} other {set}} a new password',
  'did.account.resume': '{tried, select, yes {tried to open} other {opened}} the account again',
  'did.account.suspend': '{tried, select, yes {tried to suspend} other {suspended}} the account',
  'did.device.forget': '{tried, select, yes {tried to remove} other {removed}} a device',
  'did.device.rename': '{tried, select, yes {tried to rename} other {renamed}} a device',
  'did.mail.send':
    '{tried, select, yes {tried to send} other {sent}} {whose, select, theirs {somebody} other {you}} an e-mail about the account',
  'did.passkey.add': '{tried, select, yes {tried to add} other {added}} a passkey',
  'did.passkey.begin': '{tried, select, yes {tried to begin} other {began}} to set up a passkey',
  'did.passkey.remove': '{tried, select, yes {tried to remove} other {removed}} a passkey',
  'did.passkey.rename': '{tried, select, yes {tried to rename} other {renamed}} a passkey',
  'did.recovery-codes.make': '{tried, select, yes {tried to make} other {made}} new recovery codes',
  'did.session.end': '{tried, select, yes {tried to sign out} other {signed out}} another device',
  'did.session.end-others':
    '{tried, select, yes {tried to sign out} other {signed out}} all other devices',
  'did.session.passkey-options':
    '{tried, select, yes {tried to begin} other {began}} to sign in with a passkey',
  'did.session.prove-code':
    '{tried, select, yes {tried to confirm} other {confirmed}} who it is with a code',
  'did.session.prove-passkey':
    '{tried, select, yes {tried to sign in to {whose, select, theirs {the account} other {your account}}} other {signed in}} with a passkey',
  'did.session.prove-password':
    '{tried, select, yes {tried to confirm} other {confirmed}} who it is with the password',
  'did.session.read':
    '{tried, select, yes {tried to ask} other {asked}} whether the session is still open',
  'did.session.read-keys':
    '{tried, select, yes {tried to read} other {read}} the public keys of sessions',
  'did.totp.begin':
    '{tried, select, yes {tried to begin} other {began}} to set up an authenticator app',
  'did.totp.confirm': '{tried, select, yes {tried to set up} other {set up}} an authenticator app',
  'did.totp.remove': '{tried, select, yes {tried to remove} other {removed}} the authenticator app',
} as const;
