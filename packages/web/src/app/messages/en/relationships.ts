/** Other people’s charts: which are open, by what right, and those of children. */
export const relationships = {
  'nav.patients': 'Patients',
  'nav.people': 'People',
  'nav.start': 'Start',

  'people.title': 'Shared with me',
  'people.title.staff': 'Patients',
  'people.lead':
    'Charts that somebody lets you see. Each time that you open one, they see it in their list of who looked.',
  'people.lead.client':
    'Records that people let you have, under a pseudonym and without names or free words.',
  'people.by.care-team': 'Open to you as part of their care team.',
  'people.by.consent': 'Open to you by their consent.',
  'people.by.guardian': 'You look after this chart.',
  'people.by.part': 'Records that are not shared with you are not shown.',
  'people.by.until': 'Until {date}.',
  'people.chart.tabs': 'Pages of this chart',
  'people.emergency.name': 'Emergency access',
  'people.emergency.until': 'Until {time}',
  'people.empty': 'No chart is open to you',
  'people.empty.staff':
    'Your role alone opens no chart. Patients invite you by a link, by e-mail, or by a code that you scan.',
  'people.empty.words':
    'If somebody wants you to see their chart, they send you an invitation: a link, an e-mail, or a code to scan.',
  'people.kind.care-team': 'Care team',
  'people.kind.consent': 'By consent',
  'people.kind.emergency': 'Emergency',
  'people.kind.guardian': 'Guardian',
  'people.leave': 'Give back',
  'people.leave.action': 'Give it back',
  'people.leave.emergency':
    'The emergency access ends now. It stays on record, and is reviewed all the same.',
  'people.leave.label': 'Give back the access to {name}',
  'people.leave.title': 'Give this access back?',
  'people.leave.words':
    'You can’t open this chart any more: {name}. They are told, and can invite you again.',
  'people.import': 'Import or export patients',
  'people.list': 'Open to you',
  'people.open': 'Open the chart',
  'people.open.label': 'Open the chart of {name}',
  'people.tab.consents': 'People with access',
  'people.tab.dependants': 'Children',
  'people.tab.guardians': 'Guardians',
  'people.tab.people': 'Shared with me',
  'people.tabs': 'About people',
  'proposal.title': '{name} offers you more',
  'proposal.accept': 'Accept',
  'proposal.accept.label': 'Accept what {name} offers',
  'proposal.decline': 'Decline',
  'proposal.decline.label': 'Decline what {name} offers',
  'proposal.words': 'What you have stays as it is if you decline. Offered besides:',

  'ended.title': 'Access has ended',
  'ended.action': 'To the charts that are open to you',
  'ended.next': 'This chart is closed',
  'ended.words':
    'It is not open to you, or not any more: access was ended or its time is over. Nothing of it is kept on this page. If you still need it, ask for it again.',
  'redacted.client': 'Shown without anything that tells who it is',
  'redacted.client.words':
    'Names, addresses, exact dates and free words are left out. What is left are codes, values and years, under a pseudonym that is yours alone.',

  'redacted.technologist': 'Shown as far as a study needs it',
  'redacted.technologist.words':
    'You see initials and the year of birth, to tell whose study it is, and what matters for it. The rest of the chart is not shown in your role.',

  'chart.title.pseudonym': 'Pseudonym {pseudonym}',
  'chart.title.theirs': 'Chart',
  'chart.noneShared': 'Nothing that is shared with you.',
  'chart.notShared': 'Not shared with you. There may be something.',
  'chart.documents.none': 'No document is recorded.',
  'chart.empty.theirs': 'This chart is empty',
  'chart.empty.theirs.add': 'Bring in a file of records, or attach letters and pictures.',
  'chart.empty.theirs.words': 'There is nothing in it yet that you may see.',
  'documents.none.words': 'As soon as there is one that you may see, it is listed here.',
  'documents.theirs': '{count, plural, one {# document} other {# documents}}',
  'shares.lead.theirs':
    'Whoever holds an active link can read what was chosen, and the patient’s name and date of birth. End it at any moment.',
  'access.lead.theirs': 'Every look at this chart and every refused attempt, newest first.',
  'access.emergency': 'Emergency',
  'access.by.care-team': 'as part of the care team',
  'access.by.consent': 'by consent',
  'access.by.emergency': 'in an emergency',
  'access.by.guardian': 'as guardian',

  'dependants.title': 'Children and dependants',
  'dependants.lead':
    'Charts of people without an account of their own, which you look after until they take over.',
  'dependants.add': 'Add somebody',
  'dependants.add.action': 'Add',
  'dependants.add.refused':
    'A birth date must not be in the future, and the person must be too young for an account of their own. At most 20 people can be added.',
  'dependants.add.title': 'Add a child or dependant',
  'dependants.add.words':
    'They get a chart of their own, sealed under their own keys. You see all of it until they are old enough to take over.',
  'dependants.birthDate': 'Date of birth',
  'dependants.birthDate.wrong': 'Enter a day that is not to come',
  'dependants.empty': 'You look after nobody here',
  'dependants.empty.words':
    'Add a child, or somebody who can’t look after their chart themselves. If somebody else has added them already, ask that person for an invitation.',
  'dependants.guardians': 'Guardians',
  'dependants.guardians.label': 'Guardians of {name}',
  'dependants.list': 'You look after',
  'dependants.name.missing': 'Enter a name',
  'dependants.until': 'You see this chart until {date}',

  'guardians.title': 'Guardians',
  'guardians.lead': 'Who looks after this chart, sees all of it and decides who else may.',
  'guardians.end': 'End',
  'guardians.end.action': 'End it',
  'guardians.end.label': 'End guardianship: {name}',
  'guardians.end.title': 'End this guardianship?',
  'guardians.end.words': '{name} can’t open this chart any more, from now on.',
  'guardians.endsOn': 'Guardians see this chart until {date}. After that, hand it over.',
  'guardians.invite': 'Invite another guardian',
  'guardians.invite.action': 'Make the invitation',
  'guardians.invite.qr': 'QR code of the invitation to be a guardian',
  'guardians.invite.words':
    'For example the other parent. They need an account here, and see and decide everything that you do.',
  'guardians.last': 'The last guardian can’t step back: somebody must be able to hand over.',
  'guardians.list': 'Who looks after this chart',
  'guardians.step': 'Step back',
  'guardians.step.action': 'Step back',
  'guardians.step.title': 'Step back as guardian?',
  'guardians.step.words':
    'You can’t open this chart any more, {name}. Another guardian can invite you again.',

  'guardianship.title': 'Be a guardian',
  'guardianship.lead': 'Somebody asks you to look after a chart together with them.',
  'guardianship.accept': 'Accept',
  'guardianship.forbidden':
    'Only a patient’s account can look after somebody’s chart. Sign in with yours, not with the one you work with.',
  'guardianship.signInFirst': 'Somebody asks you to look after a chart together with them.',
  'guardianship.what': 'What it means',
  'guardianship.words':
    'You see the whole chart of a child or dependant, may add to it, and decide who else sees it, like every other guardian. You can step back later.',

  'handOver.title': 'Hand over the chart',
  'handOver.action': 'Make the link',
  'handOver.email': 'Their e-mail address',
  'handOver.email.hint': 'Their own: whoever reads this mailbox takes over.',
  'handOver.qr': 'QR code for taking over the chart',
  'handOver.words':
    'When they are old enough, they make an account of their own and take the chart over as it is. From that moment every guardian’s access ends; they can invite you again.',

  'takeOver.title': 'Take over your chart',
  'takeOver.lead':
    'Somebody has looked after your health records until now. With an account of your own they become yours alone: nobody else sees them unless you say so.',
  'takeOver.action': 'Take it over',

  'problem.identifier_left':
    'Something that could tell who a person is was still in it, so nothing was handed out. Tell whoever runs this installation.',
  'problem.out_of_scope':
    'This is more than you were allowed to change in this chart. Nothing was changed.',
} as const;
