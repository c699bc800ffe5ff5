/** Records under pseudonyms: the way out, and the guarded way back. */
export const pseudonyms = {
  'nav.export': 'Export',
  'export.title': 'De-identified export',
  'export.lead':
    'The records of every patient who gave you access, in one file, without what tells who they are.',
  'export.what': 'What is in the file',
  'export.what.who':
    'Whoever gave you access and has not ended it, and only the kinds of record they chose.',
  'export.what.out':
    'No names, addresses, phone numbers or numbers of cards and devices: the 18 identifiers of the HIPAA Safe Harbor rule are left out, but for dates. Ages over 89 are one group.',
  'export.what.dates':
    'Dates are shifted, by the same number of days for all records of one patient: the time between two of them stays true. Read strictly, the rule leaves years only.',
  'export.what.pseudonym':
    'Each patient has a pseudonym that is the same in all your exports, and different from what anybody else gets.',
  'export.download': 'Download',
  'export.freeText': 'Include free text',
  'export.freeText.words':
    'Notes and conclusions in words. Known names, dates and numbers are taken out, but a program does not find every hint about who somebody is. Leave it off unless you need it.',
  'export.action': 'Download the file (NDJSON)',
  'export.logged': 'Each download is in the access log of every patient in it.',
  'export.left':
    'Nothing was exported: a last check found something in it that could tell who a patient is. It has been logged; ask whoever runs this installation to look into it.',
  'export.left.freeText':
    'Nothing was exported: a last check found something in it that could tell who a patient is. Try without free text.',
  'export.tooMuch': 'This is more than one export holds. Nothing was exported.',
  'export.empty': 'There is nothing to export: no patient gives you access at the moment.',
  'export.done': 'Saved as {name} ({size}).',

  'nav.pseudonyms': 'Re-identification',
  'pseudonyms.title': 'Re-identification',
  'pseudonyms.lead':
    'Reviews and exports show pseudonyms. Whose one is can be found out when it has to be, by two persons together.',
  'pseudonyms.card': 'Whose pseudonym it is',
  'pseudonyms.card.words':
    'When a review or a researcher’s finding has to be traced back to a patient, two administrators do it together.',
  'pseudonyms.card.action': 'Go to re-identification',
  'pseudonyms.how': 'It takes two persons',
  'pseudonyms.how.ask': 'One administrator asks, and says why. Nothing is looked up yet.',
  'pseudonyms.how.approve': 'Another one reads the reason, and approves or refuses.',
  'pseudonyms.how.read':
    'Whoever asked reads it once, within a day. It is in the access log of the person it is about.',
  'pseudonyms.ask': 'Ask whose it is',
  'pseudonyms.ask.action': 'Ask a second person',
  'pseudonyms.pseudonym': 'Pseudonym',
  'pseudonyms.pseudonym.hint': 'Five groups of four letters or digits',
  'pseudonyms.pseudonym.wrong': 'Enter five groups of four, with hyphens between them',
  'pseudonyms.reason': 'Why do you need to know?',
  'pseudonyms.reason.hint': 'The second person decides by this. It is kept.',
  'pseudonyms.notFound': 'No patient here has this pseudonym. Check it letter by letter.',
  'pseudonyms.requests': 'Requests',
  'pseudonyms.requests.none': 'Nobody has asked yet.',
  'pseudonyms.somebody': 'somebody whose account is gone',
  'pseudonyms.state.waiting': 'Waits for a second person',
  'pseudonyms.state.approved': 'Approved',
  'pseudonyms.state.refused': 'Refused',
  'pseudonyms.state.expired': 'Run out',
  'pseudonyms.state.read': 'Read',
  'pseudonyms.why': '“{reason}”',
  'pseudonyms.by': 'Asked by {name} on {date}',
  'pseudonyms.approvedBy': 'Approved by {name}',
  'pseudonyms.until': 'Until {date}',
  'pseudonyms.own': 'You asked: another administrator has to approve it.',
  'pseudonyms.approve': 'Approve',
  'pseudonyms.approve.label': 'Approve for {pseudonym}',
  'pseudonyms.approve.title': 'Approve this re-identification?',
  'pseudonyms.approve.words':
    'Whoever asked learns once whose pseudonym it is. Approve only if the reason convinces you: your name stays with it.',
  'pseudonyms.refuse': 'Refuse',
  'pseudonyms.refuse.label': 'Refuse for {pseudonym}',
  'pseudonyms.refuse.title': 'Refuse this re-identification?',
  'pseudonyms.refuse.words':
    'Nothing is looked up. Whoever asked gets an e-mail and can ask again.',
  'pseudonyms.withdraw': 'Take back',
  'pseudonyms.withdraw.label': 'Take the request for {pseudonym} back',
  'pseudonyms.withdraw.title': 'Take this request back?',
  'pseudonyms.withdraw.words': 'Nothing is looked up. You can ask again.',
  'pseudonyms.read': 'Read…',
  'pseudonyms.read.label': 'Read whose pseudonym {pseudonym} is',
  'pseudonyms.read.title': 'Read whose pseudonym it is?',
  'pseudonyms.read.words':
    'This works once. That you read it is in the access log of the person it is about.',
  'pseudonyms.read.action': 'Read it now',
  'pseudonyms.who': 'Whose pseudonym it is',
  'pseudonyms.who.id': 'Number of the chart',
  'pseudonyms.who.noAccount': 'No account of their own, for example a child',
  'pseudonyms.who.once': 'This is shown once. Note what you need before you close it.',
} as const;
