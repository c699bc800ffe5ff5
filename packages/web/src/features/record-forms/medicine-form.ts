import type { Resource } from '@wardkeep/contract';
import { localDay } from '../../ui/local-day.ts';
import type { MessageKey } from '../../ui/text.ts';
import { unitText } from '../records/index.ts';
import { MEDICINES } from './concepts.ts';
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

const UCUM = 'http://unitsofmeasure.org';

/** UCUM (https://ucum.org/ucum); what has no unit of its own stands in braces. */
const DOSE_UNITS: readonly { readonly value: string; readonly words: MessageKey }[] = [
  { value: 'mg', words: 'unit.mg' },
  { value: 'ug', words: 'unit.ug' },
  { value: 'g', words: 'unit.g' },
  { value: 'mL', words: 'unit.mL' },
  { value: '[iU]', words: 'unit.iU' },
  { value: '[drp]', words: 'unit.drp' },
  { value: '{tbl}', words: 'unit.tbl' },
  { value: '{puff}', words: 'unit.puff' },
];

/** `frequency` × each `period` `periodUnit` (https://hl7.org/fhir/R4/datatypes.html#Timing). */
const HOW_OFTEN: readonly { readonly value: string; readonly words: MessageKey }[] = [
  { value: '1-1-d', words: 'form.often.1-1-d' },
  { value: '2-1-d', words: 'form.often.2-1-d' },
  { value: '3-1-d', words: 'form.often.3-1-d' },
  { value: '4-1-d', words: 'form.often.4-1-d' },
  { value: '1-2-d', words: 'form.often.1-2-d' },
  { value: '1-1-wk', words: 'form.often.1-1-wk' },
  { value: '1-1-mo', words: 'form.often.1-1-mo' },
  { value: 'needed', words: 'form.often.needed' },
];

const FIELDS: readonly Field[] = [
  {
    name: 'what',
    as: 'concept',
    label: 'form.medicine.what',
    hint: 'form.concept.hint',
    elements: ['medication'],
    isNeeded: true,
    concepts: MEDICINES,
  },
  {
    name: 'status',
    as: 'choice',
    label: 'form.status',
    elements: ['status'],
    isNeeded: true,
    choices: [
      { value: 'active', words: 'form.medicine.active' },
      { value: 'on-hold', words: 'form.medicine.on-hold' },
      { value: 'intended', words: 'form.medicine.intended' },
      { value: 'stopped', words: 'form.medicine.stopped' },
      { value: 'completed', words: 'form.medicine.completed' },
      { value: 'not-taken', words: 'form.medicine.not-taken' },
    ],
  },
  { name: 'amount', as: 'number', label: 'form.medicine.amount', elements: ['dosage'] },
  {
    name: 'unit',
    as: 'choice',
    label: 'form.unit',
    elements: [],
    isHalf: true,
    choices: DOSE_UNITS,
  },
  {
    name: 'often',
    as: 'choice',
    label: 'form.medicine.often',
    elements: [],
    choices: HOW_OFTEN,
  },
  {
    name: 'instructions',
    as: 'line',
    label: 'form.medicine.instructions',
    hint: 'form.medicine.instructions.hint',
    elements: [],
    isHalf: true,
  },
  { name: 'since', as: 'date', label: 'form.since', elements: ['effective'] },
  { name: 'until', as: 'date', label: 'form.until', elements: [], isHalf: true },
  { name: 'reason', as: 'line', label: 'form.medicine.reason', elements: ['reasonCode'] },
  { name: 'note', as: 'words', label: 'form.note', elements: ['note'] },
];

export const MEDICINE_FORM: RecordForm = {
  type: 'MedicationStatement',
  title: 'form.medicine.title',
  editTitle: 'form.medicine.edit',
  fields: () => FIELDS,
  begin: () => ({ status: 'active', unit: 'mg' }),
  read,
  write,
  check: (values) => {
    const [since = '', until] = [filled(values, 'since'), filled(values, 'until')];
    return until !== undefined && until < since.slice(0, until.length)
      ? { until: 'form.endedBefore' }
      : {};
  },
};

function read(resource: Resource): Values | undefined {
  // A medicine that is a record of its own is changed there.
  if (resource['medicationReference'] !== undefined) return undefined;
  const dosage = at(resource, 'dosage', 0);
  const quantity = at(dosage, 'doseAndRate', 0, 'doseQuantity');
  return {
    what: conceptText(resource['medicationCodeableConcept']),
    status: textAt(resource, 'status'),
    amount: textAt(quantity, 'value'),
    unit: textAt(quantity, 'code') || textAt(quantity, 'unit') || 'mg',
    often: oftenOf(dosage),
    instructions: textAt(dosage, 'patientInstruction'),
    since: textAt(resource, 'effectivePeriod', 'start') || textAt(resource, 'effectiveDateTime'),
    until: textAt(resource, 'effectivePeriod', 'end'),
    reason: conceptText(at(resource, 'reasonCode', 0)),
    note: textAt(resource, 'note', 0, 'text'),
  };
}

function oftenOf(dosage: unknown): string {
  if (at(dosage, 'asNeededBoolean') === true) return 'needed';
  const repeat = at(dosage, 'timing', 'repeat');
  const said = ['frequency', 'period', 'periodUnit'].map((part) => textAt(repeat, part)).join('-');
  return HOW_OFTEN.some(({ value }) => value === said) ? said : '';
}

const DOSE = ['amount', 'unit', 'often', 'instructions'];

function write(values: Values, base: Resource | undefined, writing: Writing): Resource {
  const before = base && read(base);
  const changed = (...names: readonly string[]): boolean =>
    names.some((name) => before?.[name] !== values[name]);
  const [start, end] = [filled(values, 'since'), filled(values, 'until')];
  const reason = filled(values, 'reason');
  const medicine = base?.['medicationCodeableConcept'];
  return withElements(baseOf(base, 'MedicationStatement'), {
    status: values['status'],
    medicationCodeableConcept: conceptOf(values['what'] ?? '', medicine, {
      concepts: MEDICINES,
      ...writing,
    }),
    ...(base === undefined && { subject: person(writing), dateAsserted: localDay(writing.now) }),
    ...(changed('since', 'until') && {
      ...without(base, 'effective'),
      effectivePeriod:
        start === undefined && end === undefined
          ? undefined
          : { ...(start && { start }), ...(end && { end }) },
    }),
    ...(changed('reason') && { reasonCode: reason === undefined ? undefined : [{ text: reason }] }),
    ...(changed(...DOSE) && { dosage: dosageOf(values, base, writing) }),
    note: notesOf(values['note'] ?? '', base),
  });
}

function dosageOf(values: Values, base: Resource | undefined, writing: Writing) {
  const others = listAt(base, 'dosage').slice(1);
  const amount = filled(values, 'amount');
  const often = filled(values, 'often');
  const instructions = filled(values, 'instructions');
  if (amount === undefined && often === undefined && instructions === undefined)
    return others.length === 0 ? undefined : others;
  const own = {
    text: doseText(values, writing),
    ...(instructions !== undefined && { patientInstruction: instructions }),
    ...timing(often),
    ...(amount !== undefined && {
      doseAndRate: [{ doseQuantity: quantityOf(amount, values['unit'] ?? '') }],
    }),
  };
  return [own, ...others];
}

function quantityOf(amount: string, unit: string) {
  return {
    value: Number(amount),
    unit: unitText(unit) || unit.replaceAll(/[{}]/g, ''),
    system: UCUM,
    code: unit,
  };
}

function timing(often: string | undefined) {
  if (often === undefined) return {};
  if (often === 'needed') return { asNeededBoolean: true };
  const [frequency, period, periodUnit] = often.split('-');
  return {
    timing: { repeat: { frequency: Number(frequency), period: Number(period), periodUnit } },
  };
}

/** What a list of medicines shows: "500 mg, twice a day, with food". */
function doseText(values: Values, { say }: Writing): string {
  const amount = filled(values, 'amount');
  const unit = DOSE_UNITS.find(({ value }) => value === values['unit']);
  const often = HOW_OFTEN.find(({ value }) => value === values['often']);
  const dose = amount && [amount, unit ? say(unit.words) : (values['unit'] ?? '')].join(' ');
  return [dose, often && say(often.words), filled(values, 'instructions')]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}
