/** People, as an administrator sees them: accounts, invitations, lost second factors. */
export const people = {
  'accounts.title': 'Accounts',
  'accounts.role': 'Role',
  'accounts.sinceDate': 'Since {date}',
  'accounts.you': 'You',
  'accounts.secondFactor': 'with a second factor',
  'accounts.secondFactor.none': 'without a second factor',
  'accounts.state.suspended': 'Suspended',
  'accounts.state.deactivated': 'Closed by its owner',
  'accounts.search': 'Find by name, e-mail address or number',
  'accounts.search.none': 'Nobody is called that.',
  'accounts.suspend': 'Suspend',
  'accounts.suspend.label': 'Suspend the account of {name}',
  'accounts.suspend.title': 'Suspend this account?',
  'accounts.suspend.words':
    '{name} is signed out everywhere at once and can’t sign in until the account is opened again. Nothing is deleted.',
  'accounts.resume': 'Open again',
  'accounts.resume.label': 'Open the account of {name} again',
  'accounts.resume.title': 'Open this account again?',
  'accounts.resume.words': '{name} can sign in again, with the same password and second factor.',

  'invite.title': 'Invite somebody',
  'invite.lead':
    'Whoever works here joins by a link that works once and for one e-mail address. Patients can be invited too.',
  'invite.role': 'Role',
  'invite.action': 'Invite',
  'invite.link': 'Invitation link',
  'invite.qr': 'QR code of the invitation as {role}',
  'invite.sent': 'The invitation is on its way to {email}.',
  'invite.notSent':
    'No e-mail was sent, because no mail server is set. Hand this link to {email} yourself.',
  'invite.ready': 'For {email} only. Role: {role}. The link works once, until {until}.',

  'recoveries.title': 'Lost second factors',
  'recoveries.lead':
    'Whoever lost every second factor asks here to be let in without, once. You approve it, a waiting time passes, and they get an e-mail at each step.',
  'recoveries.none': 'Nobody is waiting.',
  'recoveries.waiting': 'Waits for approval',
  'recoveries.approved': 'Approved',
  'recoveries.when': 'Asked on {date} · opens nothing before {until} ({relative})',
  'recoveries.own': 'This is your own account: another administrator has to approve it.',
  'recoveries.sure': 'I have made sure by other means that this is them',
  'recoveries.sure.missing': 'Tick this only once you have spoken to them or seen them',
  'recoveries.approve': 'Approve',
  'recoveries.approve.label': 'Approve for {name}',
  'recoveries.approve.title': 'Let them in without the second factor?',
  'recoveries.approve.words':
    'Call {name} at a number you already know, or meet them: an e-mail proves nothing. After {until}, their next sign-in with the password takes all their second factors away, and they set up new ones.',
  'recoveries.refuse': 'Refuse',
  'recoveries.refuse.label': 'Refuse for {name}',
  'recoveries.refuse.title': 'Refuse this request?',
  'recoveries.refuse.words':
    'The second factors of {name} stay as they are. They get an e-mail and can ask again.',
} as const;
