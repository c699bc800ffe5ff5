/** Many patients at once: bringing them along for an organisation, and taking them out again. */
export const patientImports = {
  'bring.title': 'Import or export patients',
  'bring.lead':
    'Each patient in the files gets a chart of their own, in your care for your organisation. Whom you treat here already gets what is new into their chart.',
  'bring.again': 'Import other files',
  'bring.choose': 'Choose files',
  'bring.chooseFolder': 'Choose a folder',
  'bring.count.done': 'patients done',
  'bring.count.isKnown': 'known already',
  'bring.count.isNew': 'new',
  'bring.count.refused': 'refused',
  'bring.done': 'The import is done',
  'bring.done.imported':
    '{count, plural, =0 {No record was new.} one {# record was sealed.} other {# records were sealed.}}',
  'bring.done.unchanged':
    '{count, plural, one {# record is unchanged: it was there already.} other {# records are unchanged: they were there already.}}',
  'bring.drop': 'Drop the files or a folder here',
  'bring.export': 'Export the patients in your care',
  'bring.export.action': 'Export as a file',
  'bring.export.begun': 'The download has begun. Your browser shows how far it is.',
  'bring.export.words':
    'The records of everybody whom you treat for this organisation, as far as you see them (FHIR, NDJSON). Each chart is put on record when it is read. Uploaded files are not in it.',
  'bring.failed': 'The import stopped',
  'bring.goOn': 'Go on',
  'bring.hint':
    'FHIR Bundles and C-CDA documents of one patient each, NDJSON of any number; also packed (.gz). Up to {most} a file, unpacked; NDJSON that is not packed may be larger. The same files again change nothing, but records without an id or fullUrl come in anew.',
  'bring.lenient': 'Take what is right of a Bundle',
  'bring.lenient.words':
    'Otherwise a Bundle is stored whole or not at all. Of NDJSON and C-CDA, what is right is stored in either case.',
  'bring.notTheirs':
    'You don’t work for this organisation, or there is none with this number. Nothing was stored. Ask an administrator.',
  'bring.organisation': 'For which organisation',
  'bring.organisation.choose': 'Choose one',
  'bring.organisation.label': 'Organisation',
  'bring.organisation.none':
    'You work for no organisation here yet. An administrator can add you to one.',
  'bring.progress': 'Patients done',
  'bring.reading':
    '{count, plural, =0 {Reading the files…} one {Reading the files: # line…} other {Reading the files: # lines…}}',
  'bring.report': 'What did not come in',
  'bring.report.save': 'Keep this list',
  'bring.running': 'Importing',
  'bring.sending': '{done, number} of {total, number} patients',
  'bring.stay': 'Leaving this page stops the import. What came in stays.',
  'bring.stop': 'Stop',
  'bring.stopped': 'The import is stopped',
  'bring.stopped.words':
    '{count, plural, =0 {Everybody was sent.} one {# patient was not sent yet. Go on here, or choose the same files again later: what came in is known again.} other {# patients were not sent yet. Go on here, or choose the same files again later: what came in is known again.}}',
  'bring.stopping': 'Stopping…',
  'bring.toList': 'To the charts',
  'bring.why.another_person': 'A record is about another person.',
  'bring.why.deleted_here': 'A record was deleted from the chart earlier, and stays deleted.',
  'bring.why.duplicate': 'A record is in the file more than once.',
  'bring.why.invalid': 'A record is not valid FHIR.',
  'bring.why.leftOut': 'This was not sent.',
  'bring.why.not_supported': 'A record is of a kind that is not taken.',
  'bring.why.out_of_scope': 'A record is not yours to write in this chart.',
  'bring.why.too_large': 'A record is too large.',
  'bring.why.unreadable': 'A record is not readable.',
  'bring.why.unresolved_reference':
    'A record refers to something that is neither in the file nor in the chart.',
} as const;
