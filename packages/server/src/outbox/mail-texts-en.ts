import type { MailTexts } from './mail-text.ts';

const TELL = 'tell whoever runs Wardkeep for you, at once';

export const ENGLISH: MailTexts = {
  locale: 'en-GB',
  templates: {
    'confirm-sign-up': ({ link }) => ({
      subject: 'Confirm your e-mail address',
      paragraphs: [
        'Somebody, probably you, asked for a Wardkeep account with this address. Open this link and type the password that you chose:',
        link,
        'It works once, for 24 hours. If it was not you, do nothing: without it there is no account.',
      ],
    }),
    'already-registered': ({ link }) => ({
      subject: 'This address has an account already',
      paragraphs: [
        'Somebody, probably you, wanted to use this address for a Wardkeep account. It has one already. You can sign in there, or choose a new password if you have forgotten yours:',
        link,
        'If it was not you, do nothing: nothing was changed.',
      ],
    }),
    invitation: ({ link, role }) => ({
      subject: 'You are invited to Wardkeep',
      paragraphs: [
        `You are invited to join Wardkeep as ${role}. Open this link and choose a password:`,
        link,
        'It works once. If you did not expect this, do nothing, or ask where you work or are treated.',
      ],
    }),
    'password-reset': ({ link }) => ({
      subject: 'Choose a new password',
      paragraphs: [
        'Somebody, probably you, asked for a new password for the Wardkeep account with this address. Choose it here:',
        link,
        'The link works once, for 10 minutes; a second factor is still asked for afterwards. If it was not you, do nothing: your password stays as it is.',
      ],
    }),
    'password-changed': () => ({
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your Wardkeep account was changed, and its other sessions were ended.',
        `If it was you, all is well. If it was not, choose a new one with “Forgot your password?” where you sign in, and ${TELL}.`,
      ],
    }),
    'email-change': ({ link }) => ({
      subject: 'Confirm your new e-mail address',
      paragraphs: [
        'Somebody, probably you, wants to use this address for their Wardkeep account from now on. Open this link to confirm it:',
        link,
        'It works once, for 24 hours; nothing changes before. If it was not you, do nothing.',
      ],
    }),
    'email-changed': () => ({
      subject: 'Your account has another e-mail address',
      paragraphs: [
        'Your Wardkeep account was given another e-mail address. This one is not written to any more.',
        `If it was you, all is well. If it was not, somebody else is in your account: ${TELL}.`,
      ],
    }),
    'factor-added': ({ factor }) => ({
      subject: 'A way to sign in was added',
      paragraphs: [
        `To your Wardkeep account was added: ${factor}. Other sessions were ended.`,
        `If it was you, all is well. If it was not, remove it under Account, Security, and change your password. If you can’t get in, ${TELL}.`,
      ],
    }),
    'factor-removed': ({ factor }) => ({
      subject: 'A way to sign in was removed',
      paragraphs: [
        `From your Wardkeep account was removed: ${factor}. Other sessions were ended.`,
        `If it was you, all is well. If it was not, change your password, and ${TELL}.`,
      ],
    }),
    'recovery-codes-made': () => ({
      subject: 'New recovery codes were made',
      paragraphs: [
        'Your Wardkeep account has new recovery codes. Those that you had before do not work any more.',
        `If it was you, all is well. If it was not, change your password, make new codes under Account, Security, and ${TELL}.`,
      ],
    }),
    'recovery-code-used': ({ left }) => ({
      subject: 'A recovery code was used',
      paragraphs: [
        `One of your recovery codes was used to get into your Wardkeep account. Codes left: ${left}. You can make new ones under Account, Security.`,
        `If it was not you, change your password, make new codes, and ${TELL}.`,
      ],
    }),
    'new-device': ({ device, country, at }) => ({
      subject: 'Your account was used on a new device',
      paragraphs: [
        `Somebody signed in to your Wardkeep account on a device that it did not know: ${device}, ${country}, ${at}.`,
        'If it was you, all is well. If it was not, end that session under Account, Security, and change your password.',
      ],
    }),
    'new-country': ({ device, country, at }) => ({
      subject: 'Your account was used in a new country',
      paragraphs: [
        `Somebody signed in to your Wardkeep account from where it was not used before: ${country}, ${device}, ${at}.`,
        'If it was you, all is well. If it was not, end that session under Account, Security, and change your password.',
      ],
    }),
    'session-reused': ({ at }) => ({
      subject: 'A session of yours was ended',
      paragraphs: [
        `A session of your Wardkeep account was used twice at once (${at}), as if somebody had copied it. It was ended everywhere: sign in again.`,
        'If this happens again, or somebody else was at your device, change your password under Account, Security.',
      ],
    }),
    'recovery-requested': ({ waitsUntil, link }) => ({
      subject: 'Somebody asks to get in without your second factor',
      paragraphs: [
        `Somebody who knows the password of your Wardkeep account, probably you, has lost its second factor and asks to get in without it. An administrator must approve, and it does not open before ${waitsUntil}.`,
        'If it was not you, stop it with this link, and change your password:',
        link,
      ],
    }),
    'recovery-approved': ({ waitsUntil }) => ({
      subject: 'You can soon get in without your second factor',
      paragraphs: [
        `An administrator has approved that your Wardkeep account opens without its second factor. From ${waitsUntil} on, sign in with your password and set up a new one.`,
        `If you did not ask for this, ${TELL}.`,
      ],
    }),
    'recovery-ended': () => ({
      subject: 'Getting in without your second factor was refused',
      paragraphs: [
        'The request to get into your Wardkeep account without its second factor has ended. It opens nothing.',
        'If you asked for it and still need it, talk to whoever runs Wardkeep for you. If you did not, change your password.',
      ],
    }),
    'recovery-used': () => ({
      subject: 'Your account was opened without its second factor',
      paragraphs: [
        'Your Wardkeep account was opened without its second factor, as an administrator had approved. The factors that it had do not count any more.',
        `If it was you, set up a new one. If it was not, ${TELL}.`,
      ],
    }),
    'account-suspended': () => ({
      subject: 'Your account was suspended',
      paragraphs: [
        'Nobody can sign in to your Wardkeep account for now, and its sessions were ended. What it holds stays as it is.',
        'To learn why, ask whoever runs Wardkeep for you.',
      ],
    }),
    'account-resumed': () => ({
      subject: 'Your account is open again',
      paragraphs: [
        'You can sign in to your Wardkeep account again.',
        'If you do not know why it was closed, ask whoever runs Wardkeep for you.',
      ],
    }),
    'account-deactivated': () => ({
      subject: 'Your account was closed',
      paragraphs: [
        'Your Wardkeep account was closed, and its sessions were ended. Nothing was erased.',
        `If it was not you, or you want it back, talk to whoever runs Wardkeep for you.`,
      ],
    }),
  },
  footer:
    'Wardkeep wrote this by itself; nobody reads what you answer. It never asks for your password by e-mail.',
  words: {
    roles: {
      admin: 'an administrator',
      provider: 'a provider',
      carer: 'a carer',
      patient: 'a patient',
      radiologist: 'a radiologist',
      technologist: 'a technologist',
      client: 'a client',
    },
    factors: {
      totp: 'an authenticator app',
      passkey: 'a passkey',
      'recovery-code': 'a recovery code',
    },
    unknownPlace: 'an unknown place',
    unknownDevice: 'an unknown device',
  },
};
