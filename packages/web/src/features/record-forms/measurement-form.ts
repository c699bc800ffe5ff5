import type { Resource } from '@wardkeep/contract';
import type { MessageKey } from '../../ui/text.ts';
import { unitText } from '../records/index.ts';
import {
  DIASTOLIC,
  MEASURES,
  type Measure,
  OTHER,
  OTHER_UNITS,
  PRESSURE,
  SYSTOLIC,
  measureOf,
} from './measures.ts';
import type { Choice, Faults, Field, RecordForm, Values, Writing } from './record-form.ts';
import {
  at,
  baseOf,
  coded,
  conceptText,
  filled,
  listAt,
  notesOf,
  person,
  textAt,
  withElements,
} from './resource-parts.ts';

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

const WHAT: Field = {
  name: 'measure',
  as: 'choice',
  label: 'form.measurement.what',
  elements: ['code', 'category'],
  isNeeded: true,
  choices: [
    ...MEASURES.map(({ key, words }) => ({ value: key, words })),
    { value: OTHER, words: 'measure.other' },
  ],
};
const AROUND: readonly Field[] = [
  {
    name: 'at',
    as: 'moment',
    label: 'form.measurement.at',
    elements: ['effective'],
    isNeeded: true,
  },
  { name: 'note', as: 'words', label: 'form.note', elements: ['note'] },
];
const RANGE: readonly Field[] = [
  { name: 'low', as: 'number', label: 'form.measurement.low', elements: ['referenceRange'] },
  { name: 'high', as: 'number', label: 'form.measurement.high', elements: [], isHalf: true },
];

/** A vital sign or a result that is a number. */
export const MEASUREMENT_FORM: RecordForm = {
  type: 'Observation',
  title: 'form.measurement.title',
  editTitle: 'form.measurement.edit',
  fields: (values) => [WHAT, ...valueFields(values), ...AROUND],
  begin: (now) => ({ measure: PRESSURE, at: now.toISOString() }),
  read,
  write,
  check,
  follow: (values, changed) =>
    changed === 'measure'
      ? { ...values, unit: unitsOf(values['measure'])[0]?.value ?? '' }
      : values,
};

function valueFields(values: Values): readonly Field[] {
  const measure = values['measure'];
  if (measure === PRESSURE)
    return [
      {
        name: 'systolic',
        as: 'number',
        label: 'form.measurement.systolic',
        elements: ['component'],
        isNeeded: true,
      },
      {
        name: 'diastolic',
        as: 'number',
        label: 'form.measurement.diastolic',
        elements: [],
        isNeeded: true,
        isHalf: true,
      },
    ];
  const name: Field = {
    name: 'name',
    as: 'line',
    label: 'form.measurement.name',
    elements: [],
    isNeeded: true,
  };
  const isLab = measure === OTHER || measureOf(measure)?.category === 'laboratory';
  return [
    ...(measure === OTHER ? [name] : []),
    {
      name: 'value',
      as: 'number',
      label: 'form.measurement.value',
      elements: ['value'],
      isNeeded: true,
    },
    {
      name: 'unit',
      as: 'choice',
      label: 'form.unit',
      elements: [],
      isHalf: true,
      choices: unitsOf(measure),
    },
    ...(isLab ? RANGE : []),
  ];
}

/** Units have no other words in any language. */
const unitChoice = (unit: string): Choice => ({
  value: unit,
  // `as`: what is not in the catalogue is shown as it is
  words: (unitText(unit) || '—') as MessageKey,
});

function unitsOf(key: string | undefined): readonly Choice[] {
  const units = measureOf(key)?.units.map(({ unit }) => unit) ?? OTHER_UNITS;
  return units.map(unitChoice);
}

function check(values: Values): Faults {
  const [systolic, diastolic] = [Number(values['systolic']), Number(values['diastolic'])];
  if (values['measure'] === PRESSURE && systolic > 0 && systolic < diastolic)
    return { diastolic: 'form.measurement.swapped' };
  const [low, high] = [filled(values, 'low'), filled(values, 'high')];
  return low !== undefined && high !== undefined && Number(low) > Number(high)
    ? { high: 'form.measurement.range' }
    : {};
}

function read(resource: Resource): Values | undefined {
  const around = {
    at: textAt(resource, 'effectiveDateTime'),
    note: textAt(resource, 'note', 0, 'text'),
  };
  const code = textAt(resource, 'code', 'coding', 0, 'code');
  if (around.at.length < 10) return undefined;
  if (code === measureOf(PRESSURE)?.units[0].loinc) return readPressure(resource, around);
  const quantity = resource['valueQuantity'];
  const unit = textAt(quantity, 'code') || textAt(quantity, 'unit');
  if (textAt(quantity, 'value') === '' || at(quantity, 'comparator') !== undefined)
    return undefined;
  if (resource['component'] !== undefined) return undefined;
  const measure = MEASURES.find(({ units }) =>
    units.some((one) => one.loinc === code && one.unit === unit),
  );
  // A unit that the form does not offer would be lost.
  if (!measure && !OTHER_UNITS.some((one) => one === unit)) return undefined;
  return {
    ...around,
    measure: measure?.key ?? OTHER,
    name: measure ? '' : conceptText(resource['code']),
    value: textAt(quantity, 'value'),
    unit,
    low: textAt(resource, 'referenceRange', 0, 'low', 'value'),
    high: textAt(resource, 'referenceRange', 0, 'high', 'value'),
  };
}

function readPressure(resource: Resource, around: Values): Values | undefined {
  const parts = listAt(resource, 'component');
  const value = (loinc: string): string =>
    textAt(
      parts.find((part) => textAt(part, 'code', 'coding', 0, 'code') === loinc),
      'valueQuantity',
      'value',
    );
  const [systolic, diastolic] = [value(SYSTOLIC.loinc), value(DIASTOLIC.loinc)];
  if (parts.length !== 2 || systolic === '' || diastolic === '') return undefined;
  return { ...around, measure: PRESSURE, systolic, diastolic };
}

function write(values: Values, base: Resource | undefined, writing: Writing): Resource {
  const measure = measureOf(values['measure']);
  const before = base && read(base);
  const isSame = before?.['measure'] === values['measure'];
  const category = measure?.category ?? 'laboratory';
  return withElements(baseOf(base, 'Observation'), {
    ...(base === undefined && { status: 'final', subject: person(writing) }),
    ...(base !== undefined && { status: amended(base) }),
    ...(!isSame && { category: [coded(CATEGORY, category)] }),
    code: codeOf(values, measure, { base, isSame, writing }),
    effectiveDateTime: values['at'],
    ...valueOf(values, base),
    note: notesOf(values['note'] ?? '', base),
  });
}

/** A final result that is changed says so (https://hl7.org/fhir/R4/valueset-observation-status.html). */
function amended(base: Resource): unknown {
  const status = base['status'];
  return status === 'final' ? 'amended' : status;
}

interface Coding {
  readonly base: Resource | undefined;
  readonly isSame: boolean;
  readonly writing: Writing;
}

function codeOf(values: Values, measure: Measure | undefined, { base, isSame, writing }: Coding) {
  if (!measure) {
    const name = (values['name'] ?? '').trim();
    return isSame && conceptText(base?.['code']) === name ? base?.['code'] : { text: name };
  }
  const unit = measure.units.find((one) => one.unit === values['unit']) ?? measure.units[0];
  if (isSame && textAt(base, 'code', 'coding', 0, 'code') === unit.loinc) return base?.['code'];
  const { loinc: code, display } = unit;
  return { coding: [{ system: LOINC, code, display }], text: writing.say(measure.words) };
}

function valueOf(values: Values, base: Resource | undefined) {
  if (values['measure'] === PRESSURE)
    return {
      valueQuantity: undefined,
      referenceRange: base?.['referenceRange'],
      component: [
        part(SYSTOLIC, values['systolic'] ?? ''),
        part(DIASTOLIC, values['diastolic'] ?? ''),
      ],
    };
  const unit = values['unit'] ?? '';
  return {
    component: undefined,
    valueQuantity: quantity(values['value'] ?? '', unit),
    referenceRange: rangeOf(values, unit, base),
  };
}

const part = ({ loinc: code, display }: { loinc: string; display: string }, value: string) => ({
  code: { coding: [{ system: LOINC, code, display }], text: display },
  valueQuantity: quantity(value, 'mm[Hg]'),
});

function quantity(value: string, unit: string) {
  return { value: Number(value), unit: unitText(unit) || unit, system: UCUM, code: unit };
}

function rangeOf(values: Values, unit: string, base: Resource | undefined) {
  const [low, high] = [filled(values, 'low'), filled(values, 'high')];
  const others = listAt(base, 'referenceRange').slice(1);
  const own =
    low === undefined && high === undefined
      ? []
      : [
          {
            ...(low !== undefined && { low: quantity(low, unit) }),
            ...(high !== undefined && { high: quantity(high, unit) }),
          },
        ];
  const ranges = [...own, ...others];
  return ranges.length === 0 ? undefined : ranges;
}
