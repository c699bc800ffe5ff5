import type { Declaration } from './elements.ts';

/**
 * What a technologist sees, and why. It answers two questions: is the person in front of me the one whom this study is of
 * (initials, sex, year of birth, the patient's record id), and which study am I to make (order, time, body site, what was
 * made). Beyond that only what would hurt: implants and allergies. No results, no reasons, no words.
 */
export const LIMITED: Declaration = {
  // An allergy to a contrast agent.
  AllergyIntolerance: {
    clinicalStatus: 'concept',
    verificationStatus: 'concept',
    category: 'code:allergy-category',
    criticality: 'code:allergy-criticality',
    code: 'concept',
    patient: 'reference',
  },
  Appointment: {
    status: 'code:appointment-status',
    serviceType: 'concept',
    start: 'date',
    end: 'date',
    basedOn: 'reference',
    participant: { actor: 'reference' },
  },
  // An implant in a magnet; nothing that says which device it is of all of its type.
  Device: { status: 'code:device-status', type: 'concept', patient: 'reference' },
  // Which reports there are, not what they say; of imaging only, see IMAGING.
  DiagnosticReport: {
    status: 'code:diagnostic-report-status',
    category: 'concept',
    code: 'concept',
    subject: 'reference',
    effectiveDateTime: 'date',
    imagingStudy: 'reference',
    basedOn: 'reference',
  },
  // The UIDs are how the images are found; they are made by machines.
  ImagingStudy: {
    identifier: 'study-uid',
    status: 'code:imaging-study-status',
    modality: 'coding',
    subject: 'reference',
    started: 'date',
    basedOn: 'reference',
    procedureCode: 'concept',
    numberOfSeries: 'integer',
    numberOfInstances: 'integer',
    series: {
      uid: 'uid',
      number: 'integer',
      modality: 'coding',
      bodySite: 'coding',
      laterality: 'coding',
      started: 'date',
      numberOfInstances: 'integer',
      instance: { uid: 'uid', number: 'integer' },
    },
  },
  Patient: {
    name: 'initials',
    gender: 'code:administrative-gender',
    birthDate: 'birth-date',
  },
  // What was done at which site, so that an earlier operation does not look like another person.
  Procedure: {
    status: 'code:event-status',
    code: 'concept',
    subject: 'reference',
    performedDateTime: 'date',
    performedPeriod: 'period',
    bodySite: 'concept',
    basedOn: 'reference',
  },
  // Orders of imaging only, see IMAGING.
  ServiceRequest: {
    status: 'code:request-status',
    intent: 'code:request-intent',
    priority: 'code:request-priority',
    doNotPerform: 'boolean',
    category: 'concept',
    code: 'concept',
    bodySite: 'concept',
    subject: 'reference',
    occurrenceDateTime: 'date',
    occurrencePeriod: 'period',
    authoredOn: 'date',
  },
};

/** Categories that make an order or a report one of imaging: SNOMED CT “imaging”, sections of HL7 v2 table 0074. */
export const IMAGING: ReadonlySet<string> = new Set([
  '363679005',
  'CT',
  'CUS',
  'imaging',
  'NMR',
  'NMS',
  'OUS',
  'RAD',
  'RUS',
  'RX',
  'VUS',
  'XRC',
]);

/** Types of which only those in such a category are shown. */
export const IMAGING_ONLY: ReadonlySet<string> = new Set(['DiagnosticReport', 'ServiceRequest']);
