/** The access list’s sentences about consents, guardians, emergencies and pseudonyms. */
export const relationshipDeeds = {
  'did.access-table.read':
    '{tried, select, yes {tried to look} other {looked}} at the table of who may do what',
  'did.care-team.add':
    '{tried, select, yes {tried to add} other {added}} a colleague to the care team',
  'did.care-team.read': '{tried, select, yes {tried to look} other {looked}} at the care team',
  'did.care-team.remove':
    '{tried, select, yes {tried to take} other {took}} somebody off the care team',
  'did.consent.accept':
    '{tried, select, yes {tried to accept} other {accepted}} the access that was offered',
  'did.consent.decline':
    '{tried, select, yes {tried to decline} other {declined}} the access that was offered',
  'did.consent.list':
    '{tried, select, yes {tried to look} other {looked}} at the list of people with access',
  'did.consent.narrow': '{tried, select, yes {tried to limit} other {limited}} somebody’s access',
  'did.consent.offer': '{tried, select, yes {tried to offer} other {offered}} somebody access',
  'did.consent.read-history':
    '{tried, select, yes {tried to look} other {looked}} at what somebody’s access was before',
  'did.consent.read-offer':
    '{tried, select, yes {tried to look} other {looked}} at the access that was offered',
  'did.consent.revoke': '{tried, select, yes {tried to end} other {ended}} somebody’s access',
  'did.consent.widen':
    '{tried, select, yes {tried to offer} other {offered}} somebody wider access',
  'did.dependant.accept-hand-over':
    '{tried, select, yes {tried to take over} other {took over}} the chart from the guardians',
  'did.dependant.add': '{tried, select, yes {tried to add} other {added}} this chart, as guardian',
  'did.dependant.hand-over':
    '{tried, select, yes {tried to offer} other {offered}} to hand the chart over',
  'did.emergency.dispute':
    '{tried, select, yes {tried to say} other {said}} that an emergency access was no emergency',
  'did.emergency.list':
    '{tried, select, yes {tried to look} other {looked}} at the emergency accesses',
  'did.emergency.list-reviews':
    '{tried, select, yes {tried to look} other {looked}} at the reviews of emergency accesses',
  'did.emergency.open':
    '{tried, select, yes {tried to open} other {opened}} the chart in an emergency',
  'did.emergency.remind':
    '{tried, select, yes {tried to send} other {sent}} a reminder of an emergency access that waits for its review',
  'did.emergency.review':
    '{tried, select, yes {tried to review} other {reviewed}} an emergency access',
  'did.export.chart':
    '{tried, select, yes {tried to take} other {took}} the whole chart along, as a file',
  'did.export.de-identified':
    '{tried, select, yes {tried to download} other {downloaded}} the records without names, under a pseudonym',
  'did.export.organisation':
    '{tried, select, yes {tried to take} other {took}} the charts in their care along, for an organisation',
  'did.guardian.accept': '{tried, select, yes {tried to become} other {became}} a guardian',
  'did.guardian.end': '{tried, select, yes {tried to end} other {ended}} a guardian’s access',
  'did.guardian.list':
    '{tried, select, yes {tried to look} other {looked}} at the list of guardians',
  'did.guardian.offer': '{tried, select, yes {tried to invite} other {invited}} another guardian',
  'did.organisation.add-member':
    '{tried, select, yes {tried to add} other {added}} a member to an organisation',
  'did.organisation.create': '{tried, select, yes {tried to add} other {added}} an organisation',
  'did.organisation.list':
    '{tried, select, yes {tried to look} other {looked}} at the list of organisations',
  'did.organisation.list-own':
    '{tried, select, yes {tried to look} other {looked}} at where they work',
  'did.organisation.remove-member':
    '{tried, select, yes {tried to remove} other {removed}} a member of an organisation',
  'did.organisation.rename':
    '{tried, select, yes {tried to rename} other {renamed}} an organisation',
  'did.patient.import':
    '{tried, select, yes {tried to bring} other {brought}} a patient along, with their records, for an organisation',
  'did.pseudonym.approve':
    '{tried, select, yes {tried to agree} other {agreed}} that a pseudonym is traced back',
  'did.pseudonym.list':
    '{tried, select, yes {tried to look} other {looked}} at the requests to trace pseudonyms back',
  'did.pseudonym.read':
    '{tried, select, yes {tried to trace} other {traced}} a pseudonym back to this person',
  'did.pseudonym.refuse':
    '{tried, select, yes {tried to refuse} other {refused}} that a pseudonym is traced back',
  'did.pseudonym.request':
    '{tried, select, yes {tried to ask} other {asked}} to trace a pseudonym back',
  'did.relationship.accept-proposal':
    '{tried, select, yes {tried to accept} other {accepted}} the wider access that was offered',
  'did.relationship.check':
    '{tried, select, yes {tried to look} other {looked}} whether access still holds',
  'did.relationship.decline-proposal':
    '{tried, select, yes {tried to decline} other {declined}} the wider access that was offered',
  'did.relationship.leave':
    '{tried, select, yes {tried to give back} other {gave back}} the access',
  'did.relationship.list':
    '{tried, select, yes {tried to look} other {looked}} at the list of shared charts',
} as const;
