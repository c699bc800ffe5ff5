import type { MessageKey } from '../../ui/text.ts';

/** A unit, and the code of what is measured in it: LOINC tells a mass from an amount of substance. */
export interface MeasureUnit {
  /** UCUM. */
  readonly unit: string;
  readonly loinc: string;
  readonly display: string;
}

export interface Measure {
  readonly key: string;
  readonly words: MessageKey;
  readonly category: 'vital-signs' | 'laboratory';
  /** The first is what is offered first. */
  readonly units: readonly [MeasureUnit, ...MeasureUnit[]];
}

const vital = (key: string, words: MessageKey, ...units: Measure['units']): Measure => ({
  key,
  words,
  category: 'vital-signs',
  units,
});
const lab = (key: string, words: MessageKey, ...units: Measure['units']): Measure => ({
  key,
  words,
  category: 'laboratory',
  units,
});
const of = (loinc: string, display: string, unit: string): MeasureUnit => ({
  loinc,
  display,
  unit,
});

export const PRESSURE = 'blood-pressure';
export const OTHER = 'other';

/** https://hl7.org/fhir/R4/observation-vitalsigns.html, and what people read off a sheet from the laboratory. */
export const MEASURES: readonly Measure[] = [
  vital(
    PRESSURE,
    'measure.blood-pressure',
    of('85354-9', 'Blood pressure panel with all children optional', 'mm[Hg]'),
  ),
  vital('heart-rate', 'measure.heart-rate', of('8867-4', 'Heart rate', '/min')),
  vital(
    'temperature',
    'measure.temperature',
    of('8310-5', 'Body temperature', 'Cel'),
    of('8310-5', 'Body temperature', '[degF]'),
  ),
  vital(
    'oxygen',
    'measure.oxygen',
    of('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry', '%'),
  ),
  vital('breathing', 'measure.breathing', of('9279-1', 'Respiratory rate', '/min')),
  vital(
    'weight',
    'measure.weight',
    of('29463-7', 'Body weight', 'kg'),
    of('29463-7', 'Body weight', 'g'),
    of('29463-7', 'Body weight', '[lb_av]'),
  ),
  vital(
    'height',
    'measure.height',
    of('8302-2', 'Body height', 'cm'),
    of('8302-2', 'Body height', '[in_i]'),
  ),
  vital('bmi', 'measure.bmi', of('39156-5', 'Body mass index (BMI) [Ratio]', 'kg/m2')),
  lab(
    'glucose',
    'measure.glucose',
    of('2339-0', 'Glucose [Mass/volume] in Blood', 'mg/dL'),
    of('15074-8', 'Glucose [Moles/volume] in Blood', 'mmol/L'),
  ),
  lab('hba1c', 'measure.hba1c', of('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', '%')),
  lab(
    'cholesterol',
    'measure.cholesterol',
    of('2093-3', 'Cholesterol [Mass/volume] in Serum or Plasma', 'mg/dL'),
    of('14647-2', 'Cholesterol [Moles/volume] in Serum or Plasma', 'mmol/L'),
  ),
  lab(
    'haemoglobin',
    'measure.haemoglobin',
    of('718-7', 'Hemoglobin [Mass/volume] in Blood', 'g/dL'),
  ),
  lab(
    'creatinine',
    'measure.creatinine',
    of('2160-0', 'Creatinine [Mass/volume] in Serum or Plasma', 'mg/dL'),
    of('14682-9', 'Creatinine [Moles/volume] in Serum or Plasma', 'umol/L'),
  ),
];

export const SYSTOLIC = { loinc: '8480-6', display: 'Systolic blood pressure' } as const;
export const DIASTOLIC = { loinc: '8462-4', display: 'Diastolic blood pressure' } as const;

/** For what is measured and not in the list. UCUM. */
export const OTHER_UNITS = [
  '%',
  '/min',
  'mg/dL',
  'mmol/L',
  'umol/L',
  'g/dL',
  'g/L',
  'ng/mL',
  'ug/L',
  'U/L',
  'm[IU]/L',
  '10*9/L',
  '10*12/L',
  'mm',
  'cm',
  'kg',
  'mm/h',
  's',
  '1',
] as const;

export function measureOf(key: string | undefined): Measure | undefined {
  return MEASURES.find((measure) => measure.key === key);
}
