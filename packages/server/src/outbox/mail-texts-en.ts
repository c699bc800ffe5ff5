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
    'impossible-travel': ({ device, country, at, from, minutes }) => ({
      subject: 'Your account was used in two countries at almost the same time',
      paragraphs: [
        `Somebody signed in to your Wardkeep account ${minutes} after it was used in another country (now: ${country}; before: ${from}). That is rarely time enough to travel. Device and time: ${device}, ${at}.`,
        'If it was you, just over a border or through a VPN, all is well. If it was not, end that session under Account, Security, and change your password.',
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
    'consent-offered': ({ link, patientLabel }) => ({
      subject: 'Somebody wants to let you see their health records',
      paragraphs: [
        `You are invited to see health records in Wardkeep. Whoever invites you goes by: ${patientLabel}. Open this link to read what is offered, and say yes or no:`,
        link,
        'It works once, for 7 days at most, and only with an account for this address. If you do not know who this is, do nothing: nobody learns whether you have read it.',
      ],
    }),
    'consent-accepted': ({ label }) => ({
      subject: 'Your invitation was accepted',
      paragraphs: [
        `Your invitation was accepted; you had called it: ${label}. From now on they see what you chose.`,
        'Who it is, and what they may see, is under People with access. There you can take it back at any time, and it ends at once.',
      ],
    }),
    'consent-declined': ({ label }) => ({
      subject: 'Your invitation was declined',
      paragraphs: [
        `Your invitation was declined; you had called it: ${label}. Nobody sees anything by it.`,
        'If you want to ask again, make a new invitation under People with access.',
      ],
    }),
    'consent-left': ({ label }) => ({
      subject: 'Somebody gave back the access that you gave them',
      paragraphs: [
        `Somebody whom you let see records does not need that any more and gave it back; you had called it: ${label}. They see nothing by it any more.`,
        'If you want them to see records again, make a new invitation under People with access.',
      ],
    }),
    'consent-widening-accepted': ({ label }) => ({
      subject: 'What you offered in addition was accepted',
      paragraphs: [
        `You had offered somebody to see or do more, and they said yes; you call it: ${label}. It holds from now on.`,
        'Under People with access you see what they may do, and can take it back at any time.',
      ],
    }),
    'consent-widening-declined': ({ label }) => ({
      subject: 'What you offered in addition was declined',
      paragraphs: [
        `You had offered somebody to see or do more, and they said no; you call it: ${label}. What was agreed before goes on.`,
        'Under People with access you see what they may do.',
      ],
    }),
    'consent-widening': ({ patientLabel }) => ({
      subject: 'You are asked whether you want to see or do more',
      paragraphs: [
        `Somebody who lets you see their records offers you more than before. They go by: ${patientLabel}. Nothing changes until you say yes.`,
        'Sign in and answer under Shared with me.',
      ],
    }),
    'consent-narrowed': ({ patientLabel }) => ({
      subject: 'You see less of somebody’s records from now on',
      paragraphs: [
        `Somebody who lets you see their records has changed what you see or do, or until when. They go by: ${patientLabel}. Links that you shared from these records have ended.`,
        'What is left is under Shared with me.',
      ],
    }),
    'consent-revoked': ({ patientLabel }) => ({
      subject: 'You do not see somebody’s records any more',
      paragraphs: [
        `Somebody who let you see their records has ended that. They go by: ${patientLabel}. Links that you shared from these records have ended too.`,
        'If you still need them, ask that person for a new invitation.',
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
    'emergency-opened': ({ at, until }) => ({
      subject: 'Your record was opened in an emergency',
      paragraphs: [
        `Somebody who treats people opened your record in Wardkeep, or that of somebody you look after, on ${at}, because of an emergency. They can read it until ${until} at the latest; after that it is closed to them again.`,
        'Who it was, why, and what they looked at, you see in Wardkeep under “Emergency accesses”. If it was no emergency, say so there: somebody who does not treat you looks into each of them.',
      ],
    }),
    'emergency-to-review': ({ at, until }) => ({
      subject: 'An emergency access waits for a review',
      paragraphs: [
        `A record was opened in an emergency on ${at}. The review is due by ${until}.`,
        'Sign in to Wardkeep and open “Emergency reviews”: it shows who opened it and why, and nothing of the record.',
      ],
    }),
    'emergency-disputed': ({ at, until }) => ({
      subject: 'A patient says that it was no emergency',
      paragraphs: [
        `Whose record was opened in an emergency on ${at} says that it was none. The review is due by ${until}.`,
        'Sign in to Wardkeep and open “Emergency reviews”: it stands first there, with what they wrote.',
      ],
    }),
    'emergency-overdue': ({ count }) => ({
      subject: 'Emergency accesses are overdue for review',
      paragraphs: [
        `Emergency accesses whose review is overdue: ${count}. You are told every day until they are reviewed.`,
        'Sign in to Wardkeep and open “Emergency reviews”.',
      ],
    }),
    'emergency-misused': ({ at }) => ({
      subject: 'Your record was opened without good reason',
      paragraphs: [
        `Your record in Wardkeep, or that of somebody you look after, was opened as an emergency on ${at}. Whoever looked into it found that it was none. That access is ended, and the account that was used for it is suspended.`,
        'What was looked at, you see in Wardkeep under “Emergency accesses”. We are sorry. What follows from it, those will tell you who run Wardkeep for you.',
      ],
    }),
    'emergency-searches': ({ count, account }) => ({
      subject: 'Many emergency searches that found nobody',
      paragraphs: [
        `Somebody who may open records in an emergency searched ${count} times within an hour for people who were not found. That can be a hurry, or somebody who tries names. The account has this id: ${account}.`,
        'Ask whose account it is. If the answer does not convince you, suspend it under Accounts.',
      ],
    }),
    'reidentification-requested': ({ until }) => ({
      subject: 'A re-identification waits for a second person',
      paragraphs: [
        `Another administrator asks to learn whose pseudonym it is. Without a second person nothing is looked up; the request ends on ${until}.`,
        'Sign in to Wardkeep, open “Re-identification”, read the reason, and approve or refuse.',
      ],
    }),
    'reidentification-approved': ({ until }) => ({
      subject: 'Your re-identification was approved',
      paragraphs: [
        `Another administrator approved it. You can read it once, until ${until}.`,
        'Sign in to Wardkeep and open “Re-identification”. Reading it is on record with the person whom it is about.',
      ],
    }),
    'reidentification-refused': () => ({
      subject: 'Your re-identification was refused',
      paragraphs: [
        'Your request to learn whose pseudonym it is was refused. Nothing was looked up.',
        'If you still need it, talk to the other administrators, and ask again.',
      ],
    }),
    'care-team-joined': () => ({
      subject: 'Your care team has a new member',
      paragraphs: [
        'Somebody in a care team that you let in has added a colleague of the same organisation. They see what you granted the team, and no more.',
        'Who it is, you see in Wardkeep under People with access. There you can take them out again, or end the access of the whole team.',
      ],
    }),
    'guardian-offer': ({ link }) => ({
      subject: 'You are asked to look after somebody’s records',
      paragraphs: [
        'Somebody who looks after a child’s or a relative’s records in Wardkeep would like you to do so together with them. Open this link, sign in, and accept:',
        link,
        'It works once, for 7 days. If you did not expect this, do nothing.',
      ],
    }),
    'guardian-joined': () => ({
      subject: 'Somebody else can look after the records, too',
      paragraphs: [
        'Somebody accepted to look after the same child’s or relative’s records in Wardkeep as you. They see and may do there what you may.',
        'Who it is, you see in Wardkeep under Children and dependants. If you did not expect this, ask the other guardians.',
      ],
    }),
    'hand-over': ({ link }) => ({
      subject: 'Take over your records',
      paragraphs: [
        'Whoever looked after your records in Wardkeep hands them over to you. Open this link and choose a password; from then on only you decide who sees them:',
        link,
        'It works once, for 7 days. If you did not expect this, do nothing.',
      ],
    }),
    'audit-checkpoint': ({ origin, size, root, signature }) => ({
      subject: 'Checkpoint of the audit log',
      paragraphs: [
        'This is what the audit log was, in three lines and a signature. Keep it where nobody who runs Wardkeep can change it:',
        `${origin}\n${size}\n${root}`,
        signature,
        'Whoever rewrites what was logged before can’t make it fit this any more. docs/escrow.md says how to compare.',
      ],
    }),
    'handed-over': () => ({
      subject: 'Records that you looked after were handed over',
      paragraphs: [
        'Somebody whose records you looked after in Wardkeep has an account of their own now. You do not see their records any more, unless they let you in.',
        `If this is not as you agreed, ${TELL}.`,
      ],
    }),
    'access-asked': () => ({
      subject: 'Somebody asks about an access to their data',
      paragraphs: [
        'Somebody has looked at who opened their data in Wardkeep, and asks about one of the accesses.',
        'Sign in to Wardkeep and open “Questions about accesses” to read the question and to answer it.',
      ],
    }),
    'access-answered': () => ({
      subject: 'Your question about an access was answered',
      paragraphs: [
        'You asked in Wardkeep about an access to your data, or to those of somebody you look after. There is an answer.',
        'Sign in to Wardkeep and open “Who looked”: the answer is shown with the access.',
      ],
    }),
    alert: ({ rule, count, at, link }) => ({
      subject: `Security alert: ${rule}`,
      paragraphs: [
        `Wardkeep raised an alert: ${rule}. Counted: ${count}. Last at ${at}.`,
        'Who and what it is about, you see where you acknowledge it:',
        link,
        'While it lasts you are told again after an hour; once it is acknowledged, only when it happens anew.',
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
    alerts: {
      'sign-in-failures': 'many failed sign-ins',
      denials: 'one account was refused many times',
      'emergency-access': 'an emergency access was opened',
      'mass-reads': 'one account read the charts of many patients',
      export: 'data was exported',
      'role-change': 'an administrator changed who may do what',
      'key-work-failed': 'work on the keys failed',
      'backup-failed': 'a backup failed',
      'escrow-mismatch': 'the audit log and the copy that is kept outside do not match',
      'audit-fault': 'an event of the audit log does not fit',
      'audit-lag': 'the audit log is behind',
      'disk-low': 'the disk is nearly full',
      'clock-jump': 'the clock jumped',
    },
    unknownPlace: 'an unknown place',
    unknownDevice: 'an unknown device',
  },
};
