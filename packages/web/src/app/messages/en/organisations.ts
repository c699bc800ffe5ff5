/** Where staff work, and who cares for a patient together. */
export const organisations = {
  'nav.admin': 'Overview',
  'nav.organisations': 'Organisations',
  'organisations.title': 'Organisations',
  'organisations.lead':
    'Hospitals, practices, labs. When a patient gives access to a care team, it is to people of one organisation. Belonging to one opens no chart by itself.',
  'organisations.empty': 'There is none yet',
  'organisations.empty.words':
    'Create the first one below, and add who works there. Patients can then give access to a whole care team.',
  'organisations.create': 'Create an organisation',
  'organisations.create.action': 'Create',
  'organisations.name': 'Name',
  'organisations.name.missing': 'Enter a name',
  'organisations.rename': 'Rename',
  'organisations.rename.label': 'Rename {name}',
  'organisations.rename.title': 'Rename the organisation',
  'organisations.importLink':
    'Link by which doctors and nurses of {name} import and export patients',
  'organisations.members': 'Members of {name}',
  'organisations.members.none': 'Nobody belongs to it yet.',
  'organisations.remove': 'Remove',
  'organisations.remove.label': 'Remove {name} from {organisation}',
  'organisations.remove.title': 'Remove this member?',
  'organisations.remove.words':
    '{name} leaves every care team of {organisation} with their next request. The account stays.',
  'organisations.add': 'Add somebody who works there',
  'organisations.add.search': 'Name or e-mail address',
  'organisations.add.none': 'Nobody fits',
  'organisations.add.clear': 'Choose nobody',
  'organisations.add.action': 'Add',
  'organisations.add.label': 'Add to {organisation}',

  'team.title': 'Care team',
  'team.lead':
    'Colleagues of your organisation who see of this chart what the patient allowed the team, and no more. The patient is told when somebody joins.',
  'team.lead.patient':
    'They see what you allowed their team. Whoever accepted it can bring colleagues of the same organisation; you are told each time.',
  'team.gone': 'Somebody whose account is gone',
  'team.isLead': 'Accepted the access for the team',
  'team.remove': 'Take out',
  'team.remove.label': 'Take {name} out of the care team',
  'team.remove.title': 'Take this person out of the care team?',
  'team.remove.words':
    '{name} can’t open the chart any more, from the next request on. The others stay.',
  'team.remove.lead':
    '{name} accepted the access for the team, so it ends for everybody in it, from the next request on.',
  'team.add': 'Bring a colleague in',
  'team.add.hint': 'They see what the patient allowed the team. The patient gets an e-mail.',
  'team.add.none': 'Every colleague of your organisation is in the team already.',
  'team.add.action': 'Bring in',
} as const;
