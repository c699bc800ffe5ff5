/** How an account is protected: password, second factors, devices, and the way out. */
export const security = {
  'security.title': 'Security',
  'security.lead': 'How you sign in, and where you are signed in.',
  'security.name': 'Name',
  'security.name.hint': 'So that you recognise it later',
  'security.name.missing': 'Enter a name',
  'security.name.save': 'Save',
  'security.rename': 'Rename',
  'security.rename.label': 'Rename {name}',
  'ownAccount.security': 'Password, second factors and the devices you are signed in on.',
  'ownAccount.security.action': 'To your security settings',

  'password.changed': 'Last changed',
  'password.change': 'Change the password',
  'password.change.words': 'All your other devices are signed out.',
  'password.change.action': 'Change it',
  'password.new': 'New password',
  'password.done': 'The password is changed. All your other devices are signed out.',

  'factors.title': 'Second factor',
  'factors.isOn': 'On',
  'factors.isOff': 'Off',
  'factors.on':
    'Whoever learns your password still can’t sign in: besides it, something is needed that only you have.',
  'factors.off':
    'Your password is all that protects your account. With a second factor, whoever learns it still can’t sign in.',
  'factors.kept':
    'Your role needs at least one second factor, so this one can’t be removed. Add another one first.',
  'factors.totp': 'Authenticator app',
  'factors.totp.words': 'An app on your phone that shows a new code every 30 seconds.',
  'factors.totp.add': 'Set up the app',
  'factors.passkey': 'Passkey',
  'factors.passkey.added': 'Added on {date}',
  'factors.passkey.used': 'last used {seen}',
  'factors.passkey.unused': 'not used yet',
  'factors.passkey.synced': 'Available on all devices of the account that keeps it',
  'factors.passkey.bound': 'Stays on the device that made it',
  'factors.passkey.rename': 'Rename the passkey',
  'factors.passkeys': 'Passkeys',
  'factors.passkeys.more': 'Another passkey',
  'factors.passkeys.words':
    'Sign in with your fingerprint, your face or the PIN of your device, and without the password.',
  'factors.passkeys.add': 'Add a passkey',
  'factors.remove': 'Remove',
  'factors.remove.label': 'Remove {name}',
  'factors.remove.title': 'Remove “{name}”?',
  'factors.remove.one':
    'It opens nothing from then on; your other second factors stay. All your other devices are signed out.',
  'factors.remove.last':
    'This is your last second factor. From then on the password alone is enough to sign in, and the recovery codes open nothing any more. All your other devices are signed out.',
  'factors.codes': 'Recovery codes',
  'factors.codes.keep': 'Keep these codes',
  'factors.codes.left': '{count, plural, =0 {None left} one {# left} other {# left}}',
  'factors.codes.words':
    'Each stands for the second factor once, when you do not have it with you.',
  'factors.codes.few': 'It is time to make new ones.',
  'factors.codes.make': 'Make new codes',
  'factors.codes.make.action': 'Make ten new codes',
  'factors.codes.make.words':
    'The codes you have kept so far open nothing any more. The new ones are shown once: have a place ready to keep them.',

  'proof.password': 'password',
  'proof.totp': 'authenticator app',
  'proof.passkey': 'passkey',
  'proof.recovery-code': 'recovery code',

  'devices.title': 'Your devices',
  'devices.lead':
    'Every browser you have signed in with. If you do not know one, forget it and change your password.',
  'devices.this': 'This device',
  'devices.signedIn': 'Signed in',
  'devices.signedOut': 'Signed out',
  'devices.first': 'First seen on {date}',
  'devices.seen': 'Last seen {seen}',
  'devices.sessions': 'Signed in on {device}',
  'devices.place.unknown': 'Place unknown',
  'devices.since': 'Signed in on {since} with {methods}',
  'devices.sessionSeen': 'Last active {seen}',
  'devices.end': 'Sign out',
  'devices.end.label': 'Sign out {device}',
  'devices.endOthers': 'Sign out everywhere else',
  'devices.endOthers.action': 'Sign them out',
  'devices.endOthers.words':
    '{count, plural, one {One other session ends at once.} other {# other sessions end at once.}} You stay signed in here.',
  'devices.rename': 'Rename the device',
  'devices.forget': 'Forget',
  'devices.forget.label': 'Forget {name}',
  'devices.forget.title': 'Forget this device?',
  'devices.forget.action': 'Forget it',
  'devices.forget.words':
    '“{name}” is signed out. If somebody signs in with it again, it counts as a new device.',
  'devices.countries':
    'Places are told from a list of networks and countries as of {date}. It knows countries, not cities, and can be wrong.',
  'devices.countries.none':
    'Places are not checked: this installation has no list of networks and countries.',

  'email.current': 'Your address',
  'email.change': 'Change the address',
  'email.change.words':
    'We send a link to the new address. Only when you open it does the address change.',
  'email.change.action': 'Send the link',
  'email.new': 'New e-mail address',
  'email.noMail':
    'This installation sends no e-mail, so an address can’t be confirmed and not be changed. Ask whoever runs it.',
  'email.sent':
    'The link is on its way. Open it in the new mailbox within 24 hours; until then nothing changes.',

  'deactivation.title': 'Close the account',
  'deactivation.action': 'Close the account…',
  'deactivation.words':
    'You are signed out everywhere, and nobody can sign in to this account. Only an administrator can open it again.',
  'deactivation.notErasing':
    'Your records stay, sealed. If you want them gone, erase everything about you instead.',
  'deactivation.lastAdmin':
    'You are the only administrator. Invite another one first, so that somebody can look after this installation.',
  'deactivation.confirm': 'Close it now',
  'deactivation.confirm.words':
    'You are signed out at once and can’t come back by yourself. Links that you have shared keep working until they end.',
} as const;
