/** One's own account, and the way out of it. */
export const erasure = {
  'menu.account': 'Your account',
  'ownAccount.title': 'Your account',
  'ownAccount.you': 'You',
  'ownAccount.erase':
    'You can have everything about you erased here, for good. Nothing happens at the first press: the next page says what goes, what stays and when.',
  'ownAccount.erase.action': 'Read on',
  'ownAccount.erase.staff':
    'What you do at work belongs to your organisation. Ask the administrator to end your account.',

  'erasure.title': 'Erase everything about me',
  'erasure.lead':
    'Erasing is for good: nobody can bring your records back, neither you nor whoever runs this installation. So it takes two steps, with time between them.',
  'erasure.keep': 'Keep my data',
  'erasure.word': 'ERASE',
  'erasure.hold': 'Your data can’t be erased for now',
  'erasure.hold.words':
    'The law requires that it is kept, for example because of a pending case. Whoever runs this installation can tell you why and until when.',

  'erasure.steps': 'How it goes',
  'erasure.step.ask': 'You ask',
  'erasure.step.ask.words':
    '{days, plural, =0 {Nothing is erased by that.} one {Nothing is erased by that. You have a day to change your mind.} other {Nothing is erased by that. You have # days to change your mind.}}',
  'erasure.step.confirm': 'You confirm',
  'erasure.step.confirm.after':
    '{days, plural, =0 {With your password.} one {With your password, after a day at the earliest.} other {With your password, after # days at the earliest.}}',
  'erasure.step.confirm.from': 'With your password, from {date} on.',
  'erasure.step.erase': 'Everything is erased',
  'erasure.step.erase.words':
    'Within minutes your keys and records are deleted. Once the keys of the day are replaced, this server can’t bring them back.',
  'erasure.step.backups': 'The backups are gone',
  'erasure.step.backups.words':
    'By about {date}. Until then, sealed remains are in backups; a restore erases you again before anybody can look.',

  'erasure.goes': 'What is deleted',
  'erasure.goes.records':
    '{count, plural, =0 {Your chart (it is empty)} one {# record of your chart, with its earlier versions} other {# records of your chart, with their earlier versions}}',
  'erasure.goes.documents':
    '{count, plural, =0 {Your documents (there are none)} one {# document and its file} other {# documents and their files}}',
  'erasure.goes.shares':
    '{count, plural, =0 {Your shared links (there are none)} one {# shared link, which opens nothing any more} other {# shared links, which open nothing any more}}',
  'erasure.goes.account': 'Your account: name, e-mail address, password and sessions',
  'erasure.goes.log': 'What was looked at in your chart, in the audit log',
  'erasure.goes.keys': 'Your keys, without which nothing that remains can be read',
  'erasure.stays': 'What stays, and why',
  'erasure.stays.log':
    'That there were accesses, and when: entries of the audit log without their content, because the law asks for them and the log would not add up without them. They carry a random number, not your name.',
  'erasure.stays.others':
    'What others wrote about their own work. It belongs to them, and nothing that Wardkeep wrote there names you.',
  'erasure.stays.copies':
    'What people you shared with have saved or printed. No software gets that back.',
  'erasure.stays.certificate': 'A certificate that you were erased, with the same random number.',

  'erasure.request': 'Begin',
  'erasure.request.words':
    '{days, plural, =0 {This erases nothing yet: you confirm on the next page.} one {This erases nothing yet. A day has to pass, and then you confirm with your password. Until then one press keeps everything.} other {This erases nothing yet. # days have to pass, and then you confirm with your password. Until then one press keeps everything.}}',
  'erasure.request.action': 'Ask for my data to be erased',
  'erasure.cancelled': 'You changed your mind before, and everything was kept.',
  'erasure.waiting': 'Nothing has been erased yet',
  'erasure.waiting.words':
    'You asked for everything about you to be erased. You can confirm it from {date} on ({relative}). If you do nothing, nothing is erased.',
  'erasure.confirm': 'The last step',
  'erasure.confirm.words':
    'Nothing has been erased yet. If you confirm now, it begins at once and can’t be stopped. You are signed out, and get a certificate to keep.',
  'erasure.confirm.word': 'Type {word} to show that you mean it',
  'erasure.confirm.word.wrong': 'The word is {word}',
  'erasure.confirm.password.wrong': 'This password is not right. Nothing was erased.',
  'erasure.confirm.action': 'Erase everything now',
  'erasure.confirm.failed': 'Nothing was erased',
  'erasure.erasing': 'Your data is being erased',
  'erasure.erasing.words':
    'You confirmed it, and it can’t be stopped any more. You will be signed out in a moment.',

  'erasure.banner.label': 'Planned erasure',
  'erasure.banner.waiting':
    'Your data is planned to be erased: from {date} on, once you confirm it. Nothing has been erased yet.',
  'erasure.banner.confirmable':
    'Your data waits to be erased: the waiting time ended on {date}, and only your confirmation is missing.',
  'erasure.banner.erasing':
    'Your data is being erased. The waiting time ended on {date}, and you have confirmed it.',
  'erasure.banner.details': 'Details',

  'erased.running': 'Your data is being erased',
  'erased.running.lead': 'You are signed out. This goes on by itself, also when you leave.',
  'erased.running.words':
    'It takes a minute or two. As soon as everything is deleted, the certificate appears here.',
  'erased.title': 'Your data has been erased',
  'erased.title.lead':
    'Your account, your records and your keys are deleted. Thank you for your trust.',
  'erased.certificate': 'Certificate of erasure',
  'erased.certificate.words':
    'Made on {date} and signed by this installation. It names you only by a random number. It says what was deleted, and by when the last backup is gone.',
  'erased.download': 'Download the certificate',
  'erased.incomplete':
    'Part of the link to the certificate is missing. Open it exactly as you saved it, with everything after the #.',
  'erased.link': 'The way back to this page',
  'erased.link.words':
    'You have no account any more, so save this link if you want to come back for the certificate. Whoever has it sees the certificate, and nothing else.',
  'erased.link.label': 'Link to the certificate',
} as const;
