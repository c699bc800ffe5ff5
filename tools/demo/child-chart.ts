import { ChartBuilder, type TransactionBundle } from './chart-builder.ts';
import { ALLERGY, FOUND, MEASURED, MEDICINE, UNIT, VACCINE, VISIT, type Coding } from './codes.ts';
import { atTime, daysBefore, yearsBefore } from './days.ts';
import { seededRandom, type Random } from './random.ts';

const MONTH_DAYS = 30.44;
const AGE_MONTHS = 78;

/** A child of six and a half: growth at each check-up, vaccinations by schedule, a peanut allergy. */
export function childChart(seed: string, today: Date): TransactionBundle {
  const random = seededRandom(`${seed}/child`);
  const birthDate = yearsBefore(today, AGE_MONTHS / 12);
  const chart = new ChartBuilder(random, { name: 'Demo Patient Two', gender: 'female', birthDate });
  const life: Life = {
    chart,
    random,
    at: (months) => atTime(daysBefore(birthDate, -months * MONTH_DAYS), 10, random.integer(0, 50)),
  };
  growth(life);
  vaccinations(life);
  illnesses(life);
  return chart.bundle();
}

interface Life {
  readonly chart: ChartBuilder;
  readonly random: Random;
  /** The morning of the day when the child is so old. */
  readonly at: (months: number) => Date;
}

/** At each check-up: age in months, and what is usual there in cm, kg and cm around the head (null from three years on). */
const CHECK_UPS: readonly (readonly [number, number, number, number | null])[] = [
  [0, 49.4, 3.3, 34],
  [1, 53.8, 4.2, 36.6],
  [2, 57.2, 5.1, 38.3],
  [4, 62.2, 6.4, 40.6],
  [6, 65.9, 7.3, 42.2],
  [9, 70.3, 8.3, 43.9],
  [12, 74.2, 9, 44.9],
  [15, 77.7, 9.7, 45.7],
  [18, 80.9, 10.3, 46.2],
  [24, 86.2, 11.6, 47.2],
  [30, 91, 12.8, 47.9],
  [36, 95.3, 14, null],
  [42, 99.2, 15.1, null],
  [48, 102.9, 16.2, null],
  [54, 106.4, 17.3, null],
  [60, 109.7, 18.4, null],
  [66, 112.7, 19.4, null],
  [72, 115.5, 20.5, null],
  [78, 118.4, 21.6, null],
];

/** Somewhat taller than usual; the weight after a week of gastroenteritis lies below the curve. */
function growth({ chart, random, at }: Life): void {
  for (const [months, height, weight, head] of CHECK_UPS) {
    const day = at(months);
    const encounter = chart.visit(VISIT.wellChild, day, 'Growth, development, vaccinations');
    const tall = 1 + 0.02 * Math.min(1, months / 24);
    const wasIll = months === 42;
    chart.measured(MEASURED.height, day, {
      value: rounded(height * tall + 0.35 * random.normal()),
      unit: UNIT.cm,
      encounter,
    });
    chart.measured(MEASURED.weight, day, {
      value: rounded(weight * tall * (1 + 0.012 * random.normal()) - (wasIll ? 1.1 : 0)),
      unit: UNIT.kg,
      encounter,
      ...(wasIll ? { note: 'Weighed five days after gastroenteritis.' } : {}),
    });
    if (head === null) continue;
    const value = rounded(head + 0.2 * random.normal());
    chart.measured(MEASURED.headCircumference, day, { value, unit: UNIT.cm, encounter });
  }
  chart.worded(MEASURED.development, at(24), { words: 'Says two-word sentences, climbs stairs.' });
  chart.worded(MEASURED.development, at(60), { words: 'Ready for school. Hears and sees well.' });
  chart.measured(MEASURED.haemoglobin, at(12), {
    value: 11.9,
    unit: UNIT.gPerDl,
    range: { low: 11, high: 14 },
  });
}

/** Each vaccine with the age in months of its doses. */
const SCHEDULE: readonly (readonly [Coding, readonly number[]])[] = [
  [VACCINE.hepatitisB, [0, 2, 6]],
  [VACCINE.rotavirus, [2, 4, 6]],
  [VACCINE.dtap, [2, 4, 6, 15, 48]],
  [VACCINE.hib, [2, 4, 6, 12]],
  [VACCINE.pcv, [2, 4, 6, 12]],
  [VACCINE.polio, [2, 4, 6, 48]],
  [VACCINE.mmr, [12, 48]],
  [VACCINE.varicella, [12, 48]],
  [VACCINE.hepatitisA, [12, 18]],
  [VACCINE.influenza, [18, 30, 42, 54, 66]],
];

function vaccinations({ chart, at }: Life): void {
  for (const [vaccine, ages] of SCHEDULE) {
    for (const [index, months] of ages.entries()) chart.vaccination(vaccine, at(months), index + 1);
  }
}

function illnesses({ chart, at }: Life): void {
  chart.allergy(ALLERGY.peanut, at(20), { sign: FOUND.hives, severe: true });
  chart.allergy(ALLERGY.penicillin, at(14), { sign: FOUND.vomiting, severe: false });
  chart.medicine(MEDICINE.adrenaline, at(21), {
    dosage: 'One injection into the outer thigh at signs of a severe reaction, then call for help',
    note: 'One at home, one at school.',
  });
  chart.condition(FOUND.otitis, at(14), { until: at(14.4) });
  const ill = at(41.7);
  const encounter = chart.visit(VISIT.urgent, ill, 'Vomiting since yesterday');
  chart.condition(FOUND.gastroenteritis, ill, { until: at(41.9), encounter });
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
