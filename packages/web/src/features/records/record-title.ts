import type { Resource } from '@wardkeep/contract';
import { describeAll } from './describe-value.ts';
import { type RecordWords, capitalised } from './record-words.ts';

/** What a record is about, in a few words: its own code or name, else the name of its kind. */
export function recordTitle(resource: Resource, words: RecordWords): string {
  for (const element of TITLES) {
    const [shown] = describeAll(element, resource[element], words);
    if (shown && shown.kind !== 'group') return capitalised(shown.text);
  }
  return capitalised(words.kind(resource.resourceType, 1));
}

const TITLES = [
  'title',
  'code',
  'vaccineCode',
  'medicationCodeableConcept',
  'medicationReference',
  'name',
  'description',
  'type',
  'category',
];

/** The day that a record is sorted by, as FHIR wrote it. */
export function recordDate(resource: Resource): string | undefined {
  const moments = DATES.map((element) => resource[element]);
  const direct = moments.find((moment) => typeof moment === 'string');
  if (typeof direct === 'string') return direct;
  const period = PERIODS.map((element) => resource[element]).find(
    (value) => typeof value === 'object' && value !== null && 'start' in value,
  );
  const start =
    typeof period === 'object' && period && 'start' in period ? period.start : undefined;
  return typeof start === 'string' ? start : undefined;
}

const DATES = [
  'effectiveDateTime',
  'occurrenceDateTime',
  'onsetDateTime',
  'performedDateTime',
  'authoredOn',
  'recordedDate',
  'date',
  'started',
  'created',
  'issued',
];
const PERIODS = ['period', 'performedPeriod', 'effectivePeriod', 'billablePeriod', 'onsetPeriod'];
