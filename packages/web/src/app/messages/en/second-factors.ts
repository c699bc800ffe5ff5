/** The second step of a sign-in, setting one up, fresh proofs, going idle, and having lost everything. */
export const secondFactors = {
  'secondStep.title': 'One more step',
  'secondStep.lead': 'Your password was right. Now show that it is you.',
  'secondStep.lost': 'Nothing of this at hand?',
  'secondStep.lost.words':
    'If your app, your passkeys and your recovery codes are all lost, an administrator can let you in, after a waiting time.',
  'secondStep.lost.action': 'I have lost everything',
  'secondStep.other': 'Sign in as somebody else',
  'prove.or': 'or',
  'prove.action': 'Confirm',
  'prove.by.passkey': 'Use a passkey',
  'prove.by.totp': 'Use a code from your app',
  'prove.by.recovery-code': 'Use a recovery code',
  'prove.by.password': 'Use your password',
  'prove.noneHere':
    'This account is protected by a passkey, and this browser can’t use one here. Sign in on the device that has it, or at the address of this installation that begins with https.',
  'prove.password.wrong': 'This password is not right.',
  'code.app.label': 'Code from your app',
  'code.app.hint': 'Six digits from your authenticator app. A code works once.',
  'code.recovery.label': 'Recovery code',
  'code.recovery.hint':
    'One of the ten codes that you kept. It works once: cross it out afterwards.',
  'passkey.use': 'Use a passkey',
  'passkey.signIn': 'Sign in with a passkey',
  'passkey.words':
    'Your browser asks you next: by finger, face or PIN, with this device, your phone or a security key. Nothing of that is sent to us.',
  'passkey.name': 'Name',
  'passkey.name.first': 'My passkey',
  'passkey.name.hint': 'By which you know it in the list, such as “Work laptop”',
  'passkey.action': 'Make a passkey',
  'passkey.fault.cancelled': 'No passkey was used. Try again, or choose another way.',
  'passkey.fault.known-already': 'This device has a passkey for your account already.',
  'passkey.fault.unverified':
    'This device can’t make sure that it is you. Set up a PIN, a finger or a face on it, or take another one.',
  'passkey.fault.unsupported':
    'Passkeys work here only in a current browser, at an address that begins with https, or at localhost.',
  'totp.step.app':
    'Open an authenticator app on your phone. Any that shows six-digit codes will do; many password managers have one.',
  'totp.step.scan':
    'Add an account in it and scan this picture. If your camera does not help, copy the secret instead.',
  'totp.step.code': 'Type the code that the app shows now.',
  'totp.qr': 'QR code with the secret for your authenticator app',
  'totp.secret': 'Secret',
  'totp.action': 'Turn it on',
  'codes.title': 'Recovery codes',
  'codes.words':
    'If your app or passkey is lost, one of these codes takes its place, once. Keep them on paper or in a password manager, not beside your password. They are shown only now.',
  'codes.kept': 'I have kept these codes',
  'codes.action': 'Go on',
  'factor.title': 'Protect your account',
  'factor.lead': 'With a second factor nobody gets in with your password alone.',
  'factor.lead.required':
    'Your role can reach what is personal to others, so a password alone is not enough. It takes about a minute.',
  'factor.passkey': 'Passkey',
  'factor.passkey.words':
    'The easiest and the safest: your finger, face or PIN, and nothing to type. It can’t be used on a forged page.',
  'factor.passkey.choose': 'Set up a passkey',
  'factor.totp': 'Authenticator app',
  'factor.totp.words':
    'An app on your phone shows a new code every 30 seconds. It works without a network.',
  'factor.totp.choose': 'Set up an app',
  'factor.back': 'Choose another way',
  'stepUp.title': 'Is it still you?',
  'stepUp.words':
    'What you are about to do is sensitive. Confirm once more; then it is done without asking for five minutes.',
  'idle.title': 'Are you still there?',
  'idle.words':
    'Nothing has happened here for a while. So that nobody else sees what is open, this session ends.',
  'idle.left': 'You will be signed out in {count, plural, one {# second} other {# seconds}}.',
  'idle.stay': 'Stay signed in',
  'lost.title': 'You have lost everything for the second step',
  'lost.lead':
    'Nobody can switch it off at once, not even an administrator: otherwise anybody who tells a good story could get in.',
  'lost.steps': 'How it goes',
  'lost.step.ask':
    'You ask here. We write to your e-mail address, with a link that stops it, in case it was not you.',
  'lost.step.approve':
    'An administrator makes sure that it is you, in person or on the phone, and approves. Get in touch with them.',
  'lost.step.wait':
    'A waiting time passes. Until it ends, nothing opens, and you can still sign in if you find your device or codes.',
  'lost.step.signIn':
    'Then you sign in with your password alone, once, and set up a new second factor.',
  'lost.action': 'Ask for recovery',
  'lost.asked': 'You have asked for recovery',
  'lost.asked.words':
    'The waiting time ends on {until}, and an administrator has to approve before you can sign in without the second step.',
  'lost.asked.approved':
    'An administrator has approved. From {until} on, sign in with your password alone.',
  'lost.back': 'Back to the second step',
  'recoveryCancel.title': 'Was it not you?',
  'recoveryCancel.lead':
    'Somebody who knows your password asked to sign in without your second factor. This button stops it. Change your password afterwards.',
  'recoveryCancel.action': 'Stop it',
  'recoveryCancel.done': 'It is stopped',
  'recoveryCancel.done.words':
    'Your second factor stays as it is. Sign in and change your password now: somebody else knows it.',
} as const;
