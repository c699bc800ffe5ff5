import type { Resource } from '@wardkeep/contract';
import { PROBLEMS } from './concepts.ts';
import type { Faults, Field, RecordForm, Values, Writing } from './record-form.ts';
import {
  baseOf,
  coded,
  conceptOf,
  conceptText,
  filled,
  notesOf,
  person,
  textAt,
  withElements,
  without,
} from './resource-parts.ts';
import { SEVERITIES, severityOf } from './severities.ts';
import { localDay } from '../../ui/local-day.ts';

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const CERTAINTY = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';

const FIELDS: readonly Field[] = [
  {
    name: 'what',
    as: 'concept',
    label: 'form.problem.what',
    hint: 'form.concept.hint',
    elements: ['code'],
    isNeeded: true,
    concepts: PROBLEMS,
  },
  {
    name: 'status',
    as: 'choice',
    label: 'form.status',
    elements: ['clinicalStatus'],
    isNeeded: true,
    choices: [
      { value: 'active', words: 'form.problem.active' },
      { value: 'recurrence', words: 'form.problem.recurrence' },
      { value: 'remission', words: 'form.problem.remission' },
      { value: 'inactive', words: 'form.problem.inactive' },
      { value: 'resolved', words: 'form.problem.resolved' },
    ],
  },
  {
    name: 'certainty',
    as: 'choice',
    label: 'form.certainty',
    elements: ['verificationStatus'],
    isHalf: true,
    choices: [
      { value: 'confirmed', words: 'form.certainty.confirmed' },
      { value: 'provisional', words: 'form.certainty.provisional' },
      { value: 'unconfirmed', words: 'form.certainty.unconfirmed' },
    ],
  },
  {
    name: 'severity',
    as: 'choice',
    label: 'form.severity',
    elements: ['severity'],
    choices: SEVERITIES,
  },
  { name: 'began', as: 'date', label: 'form.began', elements: ['onset'] },
  { name: 'ended', as: 'date', label: 'form.ended', elements: ['abatement'], isHalf: true },
  { name: 'note', as: 'words', label: 'form.note', elements: ['note'] },
];

export const PROBLEM_FORM: RecordForm = {
  type: 'Condition',
  title: 'form.problem.title',
  editTitle: 'form.problem.edit',
  fields: () => FIELDS,
  begin: () => ({ status: 'active', certainty: 'confirmed' }),
  read,
  write,
  check,
  follow: (values, changed) =>
    changed === 'ended' && filled(values, 'ended') !== undefined && isGoingOn(values)
      ? { ...values, status: 'resolved' }
      : values,
};

const GOING_ON = ['active', 'recurrence', 'relapse'];
const isGoingOn = (values: Values): boolean => GOING_ON.includes(values['status'] ?? '');

/** https://hl7.org/fhir/R4/condition.html#invs, con-4: what has ended is not active. */
function check(values: Values): Faults {
  const began = filled(values, 'began') ?? '';
  const ended = filled(values, 'ended');
  if (ended === undefined) return {};
  if (isGoingOn(values)) return { status: 'form.problem.endedActive' };
  return began !== '' && ended < began.slice(0, ended.length) ? { ended: 'form.endedBefore' } : {};
}

function read(resource: Resource): Values {
  return {
    what: conceptText(resource['code']),
    status: textAt(resource, 'clinicalStatus', 'coding', 0, 'code'),
    certainty: textAt(resource, 'verificationStatus', 'coding', 0, 'code'),
    severity: severityOf(resource['severity']),
    began: textAt(resource, 'onsetDateTime') || textAt(resource, 'onsetPeriod', 'start'),
    ended: textAt(resource, 'abatementDateTime') || textAt(resource, 'abatementPeriod', 'end'),
    note: textAt(resource, 'note', 0, 'text'),
  };
}

function write(values: Values, base: Resource | undefined, writing: Writing): Resource {
  const before = base && read(base);
  const severity = SEVERITIES.find(({ value }) => value === values['severity']);
  const certainty = filled(values, 'certainty');
  return withElements(baseOf(base, 'Condition'), {
    clinicalStatus: coded(CLINICAL, values['status'] ?? '', base?.['clinicalStatus']),
    verificationStatus:
      certainty === undefined
        ? undefined
        : coded(CERTAINTY, certainty, base?.['verificationStatus']),
    ...(base === undefined && { category: [coded(CATEGORY, 'problem-list-item')] }),
    ...(before?.['severity'] !== values['severity'] && {
      severity: severity && {
        ...coded('http://snomed.info/sct', severity.code, undefined, severity.display),
        text: writing.say(severity.words),
      },
    }),
    code: conceptOf(values['what'] ?? '', base?.['code'], { concepts: PROBLEMS, ...writing }),
    ...(base === undefined && { subject: person(writing), recordedDate: localDay(writing.now) }),
    ...(before?.['began'] !== values['began'] && {
      ...without(base, 'onset'),
      onsetDateTime: filled(values, 'began'),
    }),
    ...(before?.['ended'] !== values['ended'] && {
      ...without(base, 'abatement'),
      abatementDateTime: filled(values, 'ended'),
    }),
    note: notesOf(values['note'] ?? '', base),
  });
}
