/** What several types of record are made of, for deidentified-elements.ts. */
import type { Elements } from './elements.ts';

export const notes = { note: { text: 'text' } } as const satisfies Elements;

const timing = {
  event: 'date',
  code: 'concept',
  repeat: {
    boundsPeriod: 'period',
    count: 'integer',
    duration: 'decimal',
    durationUnit: 'code:units-of-time',
    frequency: 'integer',
    frequencyMax: 'integer',
    period: 'decimal',
    periodMax: 'decimal',
    periodUnit: 'code:units-of-time',
  },
} as const satisfies Elements;

export const dosage = {
  sequence: 'integer',
  text: 'text',
  patientInstruction: 'text',
  timing,
  asNeededBoolean: 'boolean',
  asNeededCodeableConcept: 'concept',
  additionalInstruction: 'concept',
  site: 'concept',
  route: 'concept',
  method: 'concept',
  doseAndRate: {
    type: 'concept',
    doseQuantity: 'quantity',
    doseRange: 'range',
    rateQuantity: 'quantity',
    rateRange: 'range',
    rateRatio: 'ratio',
  },
} as const satisfies Elements;

export const values = {
  valueQuantity: 'quantity',
  valueCodeableConcept: 'concept',
  valueBoolean: 'boolean',
  valueInteger: 'integer',
  valueRange: 'range',
  valueRatio: 'ratio',
  valueDateTime: 'date',
  valuePeriod: 'period',
  valueString: 'text',
  dataAbsentReason: 'concept',
  interpretation: 'concept',
  referenceRange: {
    low: 'quantity',
    high: 'quantity',
    type: 'concept',
    appliesTo: 'concept',
    text: 'text',
  },
} as const satisfies Elements;

export const medication = {
  category: 'concept',
  medicationCodeableConcept: 'concept',
  medicationReference: 'reference',
  subject: 'reference',
  reasonCode: 'concept',
  reasonReference: 'reference',
  ...notes,
} as const satisfies Elements;

export const claimed = {
  use: 'code:claim-use',
  type: 'concept',
  patient: 'reference',
  billablePeriod: 'period',
  created: 'date',
  diagnosis: {
    sequence: 'integer',
    diagnosisCodeableConcept: 'concept',
    diagnosisReference: 'reference',
    type: 'concept',
  },
  procedure: {
    sequence: 'integer',
    date: 'date',
    procedureCodeableConcept: 'concept',
    procedureReference: 'reference',
  },
} as const satisfies Elements;

export const claimedItem = {
  sequence: 'integer',
  diagnosisSequence: 'integer',
  procedureSequence: 'integer',
  informationSequence: 'integer',
  productOrService: 'concept',
  servicedDate: 'date',
  servicedPeriod: 'period',
  quantity: 'quantity',
  net: 'money',
  encounter: 'reference',
} as const satisfies Elements;
