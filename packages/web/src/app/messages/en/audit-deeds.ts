/** The access list’s sentences about the log itself, alerts, and what the server and its operator do with the log. */
export const auditDeeds = {
  'did.alert.acknowledge': '{tried, select, yes {tried to settle} other {settled}} an alert',
  'did.alert.list': '{tried, select, yes {tried to look} other {looked}} at the alerts',
  'did.audit-event.search':
    '{tried, select, yes {tried to download} other {downloaded}} the list of who looked (FHIR)',
  'did.audit.answer':
    '{tried, select, yes {tried to answer} other {answered}} a question about an access',
  'did.audit.ask': '{tried, select, yes {tried to ask} other {asked}} about an access',
  'did.audit.begin-log': '{tried, select, yes {tried to begin} other {began}} a new audit log',
  'did.audit.check': '{tried, select, yes {tried to check} other {checked}} the audit log',
  'did.audit.export':
    '{tried, select, yes {tried to export} other {exported}} the audit log for a check',
  'did.audit.hold':
    '{tried, select, yes {tried to order} other {ordered}} that a year of the audit log is kept longer',
  'did.audit.list-questions':
    '{tried, select, yes {tried to look} other {looked}} at the questions about accesses',
  'did.audit.read-checkpoints':
    '{tried, select, yes {tried to read} other {read}} the signatures of the audit log',
  'did.audit.read-consistency':
    '{tried, select, yes {tried to check} other {checked}} that the audit log only grew',
  'did.audit.read-proof':
    '{tried, select, yes {tried to save} other {saved}} the proof of an entry in this list',
  'did.audit.release':
    '{tried, select, yes {tried to allow} other {allowed}} that a year of the audit log ends again',
  'did.audit.retire':
    '{tried, select, yes {tried to remove} other {removed}} the events of a year that were old enough from the audit log',
  'did.audit.search': '{tried, select, yes {tried to search} other {searched}} the audit log',
  'did.audit.verify': '{tried, select, yes {tried to verify} other {verified}} the audit log',
  'did.escrow.compare':
    '{tried, select, yes {tried to compare} other {compared}} the audit log with the copy that is kept elsewhere',
  'did.escrow.settle':
    '{tried, select, yes {tried to settle} other {settled}} that the copy of the log elsewhere lacked something or did not match',
  'did.request.limited':
    '{tried, select, yes {tried to turn} other {turned}} away requests that came too fast',
  'did.security.read-dashboard':
    '{tried, select, yes {tried to look} other {looked}} at the figures of the security page',
} as const;
