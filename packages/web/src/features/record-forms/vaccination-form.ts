import type { Resource } from '@wardkeep/contract';
import { localDay } from '../../ui/local-day.ts';
import { VACCINES } from './concepts.ts';
import type { Field, RecordForm, Values, Writing } from './record-form.ts';
import {
  at,
  baseOf,
  conceptOf,
  conceptText,
  filled,
  listAt,
  notesOf,
  person,
  textAt,
  withElements,
  without,
} from './resource-parts.ts';

const FIELDS: readonly Field[] = [
  {
    name: 'what',
    as: 'concept',
    label: 'form.vaccination.what',
    hint: 'form.concept.hint',
    elements: ['vaccineCode'],
    isNeeded: true,
    concepts: VACCINES,
  },
  {
    name: 'given',
    as: 'date',
    label: 'form.vaccination.given',
    elements: ['occurrence'],
    isNeeded: true,
  },
  {
    name: 'dose',
    as: 'number',
    label: 'form.vaccination.dose',
    elements: ['protocolApplied'],
  },
  {
    name: 'batch',
    as: 'line',
    label: 'form.vaccination.batch',
    hint: 'form.vaccination.batch.hint',
    elements: ['lotNumber'],
    isHalf: true,
  },
  { name: 'note', as: 'words', label: 'form.note', elements: ['note'] },
];

export const VACCINATION_FORM: RecordForm = {
  type: 'Immunization',
  title: 'form.vaccination.title',
  editTitle: 'form.vaccination.edit',
  fields: () => FIELDS,
  begin: (now) => ({ given: localDay(now) }),
  read,
  write,
  check: (values) => {
    const dose = filled(values, 'dose');
    return dose === undefined || /^[1-9]\d{0,2}$/.test(dose) ? {} : { dose: 'form.number.whole' };
  },
};

function read(resource: Resource): Values | undefined {
  if (textAt(resource, 'status') === 'not-done') return undefined;
  return {
    what: conceptText(resource['vaccineCode']),
    given: textAt(resource, 'occurrenceDateTime'),
    dose: textAt(resource, 'protocolApplied', 0, 'doseNumberPositiveInt'),
    batch: textAt(resource, 'lotNumber'),
    note: textAt(resource, 'note', 0, 'text'),
  };
}

function write(values: Values, base: Resource | undefined, writing: Writing): Resource {
  const before = base && read(base);
  const vaccine = base?.['vaccineCode'];
  return withElements(baseOf(base, 'Immunization'), {
    ...(base === undefined && { status: 'completed', patient: person(writing) }),
    vaccineCode: conceptOf(values['what'] ?? '', vaccine, { concepts: VACCINES, ...writing }),
    ...(before?.['given'] !== values['given'] && {
      ...without(base, 'occurrence'),
      occurrenceDateTime: filled(values, 'given'),
    }),
    lotNumber: filled(values, 'batch'),
    ...(before?.['dose'] !== values['dose'] && { protocolApplied: protocolOf(values, base) }),
    note: notesOf(values['note'] ?? '', base),
  });
}

function protocolOf(values: Values, base: Resource | undefined) {
  const dose = filled(values, 'dose');
  const others = listAt(base, 'protocolApplied').slice(1);
  const first = at(base, 'protocolApplied', 0);
  if (dose === undefined) return others.length === 0 ? undefined : others;
  const kept = typeof first === 'object' ? first : {};
  return [{ ...kept, doseNumberPositiveInt: Number(dose) }, ...others];
}
