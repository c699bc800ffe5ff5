/** Breaking the glass: by whom, for whom, and what is thought of it afterwards. */
export const emergency = {
  'words.missing': 'Write a sentence, at least ten characters',

  'nav.emergency': 'Emergency',
  'emergency.title': 'Emergency access',
  'emergency.lead':
    'For when a life or somebody’s health is at stake and the patient can’t be asked, or can’t answer in time.',
  'emergency.before': 'Before you open a chart',
  'emergency.before.only':
    'Only for somebody you are treating right now. If there is time to ask, ask the patient for access instead.',
  'emergency.before.told':
    'The patient and the security officers are told at once. They see your name and your reason.',
  'emergency.before.marked':
    'Whatever you open is marked as opened in an emergency, and somebody else reviews it within a few days.',
  'emergency.before.ends':
    'It ends by itself, after an hour unless your installation says otherwise. You only read; nothing can be changed.',
  'emergency.search': 'Whom do you treat, and why?',
  'emergency.by': 'Find by',
  'emergency.by.name': 'Full name and date of birth',
  'emergency.by.identifier': 'An exact number',
  'emergency.identifier': 'Number',
  'emergency.identifier.hint':
    'For example the insurance or the hospital’s patient number, exactly as it is on the card',
  'emergency.identifier.missing': 'Enter the number',
  'emergency.given': 'Given name',
  'emergency.given.missing': 'Enter the given name',
  'emergency.family': 'Family name',
  'emergency.family.missing': 'Enter the family name',
  'emergency.birthDate': 'Date of birth',
  'emergency.birthDate.missing': 'Enter a date that is not in the future',
  'emergency.reason': 'What is the emergency?',
  'emergency.reason.missing': 'Choose one',
  'emergency.reason.unconscious-or-unable-to-consent': 'Unconscious, or not able to consent',
  'emergency.reason.life-threatening': 'Danger to life',
  'emergency.reason.urgent-medication-or-allergy-question':
    'Urgent question about medicines or allergies',
  'emergency.reason.risk-to-others': 'Danger to others',
  'emergency.reason.other': 'Something else',
  'emergency.words': 'In your own words',
  'emergency.words.hint': 'The patient and the reviewer read this.',
  'emergency.open': 'Open the chart…',
  'emergency.confirm': 'Open this chart in an emergency?',
  'emergency.confirm.words':
    'As soon as it is open, the patient and the security officers get a message. This can’t be undone. You may be asked for a code or a passkey first.',
  'emergency.confirm.action': 'Open it now',
  'emergency.notFound': 'No chart was opened',
  'emergency.notFound.words':
    'Either nobody here fits exactly, or more than one person does, or this chart can’t be opened this way. You are not told which. The search is on record.',
  'emergency.notFound.spelling':
    'Check the spelling as it is on a passport or card, and the date of birth.',
  'emergency.notFound.other':
    'Try the other way to search: a number is the surest, if you have one.',
  'emergency.notFound.without': 'If there is no time, treat without the chart.',
  'emergency.mine': 'Open now',
  'emergency.mine.until': 'A chart, open until {time}',
  'emergency.mine.open': 'Go to the chart',
  'emergency.left':
    '{minutes, plural, =0 {The time is over} one {One minute left} other {# minutes left}}',
  'emergency.end': 'End now',
  'emergency.end.label': 'End the access that is open until {time}',
  'emergency.end.title': 'End this emergency access?',
  'emergency.end.words':
    'The chart closes at once. If you need it again, you open it anew, with a new reason.',
  'emergency.banner': 'Emergency access',
  'emergency.banner.words': 'The patient has been told. Whatever you open is marked.',

  'emergencies.title': 'Emergency accesses',
  'emergencies.lead':
    'Somebody who treats people opened this chart without asking, and said that it was an emergency. Each one is reviewed by somebody else.',
  'emergencies.gone': 'Somebody whose account is gone',
  'emergencies.open': 'Open now',
  'emergencies.when': '{from} – {until}',
  'emergencies.why': '{reason}: “{words}”',
  'emergencies.count':
    '{count, plural, =0 {Nothing was opened} one {Something was opened once} other {Something was opened # times}}',
  'emergencies.state.waiting': 'Review to come',
  'emergencies.state.disputed': 'You said no',
  'emergencies.state.justified': 'Found justified',
  'emergencies.state.not-justified': 'Found not justified',
  'emergencies.state.misuse': 'Found to be misuse',
  'emergencies.review.waiting': 'It will be reviewed by {due}.',
  'emergencies.review.disputed':
    'On {on}, this was said to be no emergency. It will be reviewed by {due}.',
  'emergencies.review.justified': 'On {on}, the review found that it was an emergency.',
  'emergencies.review.not-justified':
    'On {on}, the review found that it was no emergency, by mistake. The access is ended.',
  'emergencies.review.misuse':
    'On {on}, the review found that it was misuse. The access is ended and the account is suspended.',
  'emergencies.dispute': 'This was no emergency',
  'emergencies.dispute.label': 'This was no emergency: {who}',
  'emergencies.dispute.title': 'Was this no emergency?',
  'emergencies.dispute.what':
    'The security officers are told at once, and look at this access before others. You will see here what they find.',
  'emergencies.dispute.words': 'What happened?',
  'emergencies.dispute.hint': 'The security officers read this. Whoever opened the chart does not.',
  'emergencies.dispute.action': 'Send it to them',
  'emergencies.news':
    '{count, plural, one {This chart was opened in an emergency} other {This chart was opened in # emergencies}}',
  'emergencies.news.words':
    'Last on {at}, by somebody who did not ask you first. See who it was and why, and say so if it was no emergency.',
  'emergencies.news.theirs':
    'Last on {at}, by somebody who asked nobody first. See who it was and why, and say so if it was no emergency.',
  'emergencies.news.open': 'See who and why',
  'emergencies.news.seen': 'I know about it',

  'nav.reviews': 'Reviews',
  'reviews.title': 'Emergency reviews',
  'reviews.lead':
    'Each time somebody opens a chart in an emergency, somebody else looks at it afterwards. You see who and why, and no chart.',
  'reviews.waiting': 'Waiting for a review',
  'reviews.waiting.count': '{count, plural, one {(one waits)} other {(# wait)}}',
  'reviews.waiting.none': 'None waits.',
  'reviews.reviewed': 'Reviewed',
  'reviews.empty': 'No chart was opened in an emergency',
  'reviews.empty.words':
    'When a provider or radiologist does, you get an e-mail, and find it here to review.',
  'reviews.overdue': 'Overdue',
  'reviews.overdue.count':
    '{count, plural, one {One review is overdue.} other {# reviews are overdue.}} They are mentioned every day until somebody has done them.',
  'reviews.disputed': 'The patient says no',
  'reviews.patient': 'Patient {pseudonym}',
  'reviews.dispute.words': 'The patient: “{words}”',
  'reviews.due': 'To be reviewed by {date}',
  'reviews.done': 'Reviewed on {date}: “{words}”',
  'reviews.own': 'You opened this yourself: another administrator has to review it.',
  'reviews.action': 'Review',
  'reviews.action.again': 'Change the review',
  'reviews.action.label': 'Review the emergency access of {who}',
  'reviews.outcome.justified': 'It was an emergency',
  'reviews.outcome.justified.words': 'An access that is still open goes on for its time.',
  'reviews.outcome.not-justified': 'No emergency, by mistake',
  'reviews.outcome.not-justified.words': 'The access ends now. The account stays as it is.',
  'reviews.outcome.misuse': 'Misuse',
  'reviews.outcome.misuse.words': 'Somebody looked where they had no reason to.',
  'reviews.misuse':
    'The access ends, the account that opened the chart is suspended at once, and the patient is told. This can’t be taken back here; the account can be opened again under Accounts.',
  'reviews.dialog': 'Review this emergency access',
  'reviews.dialog.question': 'Was it an emergency?',
  'reviews.dialog.missing': 'Choose one',
  'reviews.dialog.words': 'How do you know?',
  'reviews.dialog.hint': 'Kept with the review for other administrators and auditors.',
  'reviews.dialog.action': 'Finish the review',
  'reviews.dialog.misuse': 'Suspend the account',

  'notice.emergency-review-overdue': 'An emergency access waits too long for its review',
  'notice.emergency-review-overdue.words':
    'Somebody opened a chart in an emergency, and nobody has said yet whether it was one. Go to Reviews; administrators get an e-mail every day until it is done.',
} as const;
