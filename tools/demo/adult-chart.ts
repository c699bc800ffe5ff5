import { ChartBuilder, type Range, type TransactionBundle } from './chart-builder.ts';
import { ALLERGY, FOUND, MEASURED, MEDICINE, UNIT, VACCINE, VISIT, type Unit } from './codes.ts';
import type { Coding } from './codes.ts';
import { atTime, daysBefore, winter, yearsBefore } from './days.ts';
import { seededRandom, type Random } from './random.ts';

const YEAR_DAYS = 364;
/** Days after the year's beginning on which treatment changed: the plots turn there. */
const NEW_MEDICINES = 56;
const STRONGER_MEDICINES = 175;

/** An adult with diabetes and high blood pressure: a year at home and in the clinic, in which treatment begins to work. */
export function adultChart(seed: string, today: Date): TransactionBundle {
  const random = seededRandom(`${seed}/adult`);
  const start = daysBefore(today, YEAR_DAYS);
  const chart = new ChartBuilder(random, {
    name: 'Demo Patient One',
    gender: 'male',
    birthDate: yearsBefore(today, 58.4),
  });
  const course: Course = { chart, random, start, today };
  conditions(course);
  history(course);
  bloodPressures(course);
  weights(course);
  laboratory(course);
  return chart.bundle();
}

interface Course {
  readonly chart: ChartBuilder;
  readonly random: Random;
  readonly start: Date;
  readonly today: Date;
}

function conditions({ chart, start, today }: Course): void {
  const diabetes = chart.condition(FOUND.diabetes, yearsBefore(today, 4.2), {
    note: 'Found at a check-up. Diet and exercise first; metformin since then.',
  });
  const pressure = chart.condition(FOUND.hypertension, yearsBefore(today, 2.6));
  const lipids = chart.condition(FOUND.hyperlipidaemia, daysBefore(start, 40));
  const cold = daysBefore(today, 250);
  chart.condition(FOUND.bronchitis, cold, { until: daysBefore(cold, -16) });
  const changed = daysBefore(start, -NEW_MEDICINES);
  const stronger = daysBefore(start, -STRONGER_MEDICINES);
  chart.medicine(MEDICINE.metformin, yearsBefore(today, 4.1), {
    dosage: '1 tablet twice a day with meals',
    stopped: true,
    for: diabetes,
    note: 'Replaced by the stronger tablet.',
  });
  chart.medicine(MEDICINE.metforminStrong, changed, {
    dosage: '1 tablet twice a day with meals',
    for: diabetes,
  });
  chart.medicine(MEDICINE.amlodipine, changed, {
    dosage: '1 tablet in the morning',
    for: pressure,
  });
  chart.medicine(MEDICINE.atorvastatin, changed, {
    dosage: '1 tablet in the evening',
    for: lipids,
  });
  chart.medicine(MEDICINE.losartan, stronger, {
    dosage: '1 tablet in the morning',
    for: pressure,
    note: 'Added because readings stayed above the goal.',
  });
}

function history({ chart, start, today }: Course): void {
  chart.allergy(ALLERGY.penicillin, yearsBefore(today, 31), { sign: FOUND.rash, severe: false });
  chart.allergy(ALLERGY.aceInhibitor, yearsBefore(today, 2.4), {
    sign: FOUND.cough,
    severe: false,
  });
  chart.vaccination(VACCINE.tdap, yearsBefore(today, 6.3), 1);
  chart.vaccination(VACCINE.pneumococcal, yearsBefore(today, 3.1), 1);
  for (const [index, years] of [2.1, 1.1, 0.1].entries()) {
    chart.vaccination(VACCINE.influenza, yearsBefore(today, years), index + 1);
  }
  chart.vaccination(VACCINE.covid, yearsBefore(today, 1.1), 4);
  const visit = chart.visit(VISIT.checkUp, atTime(daysBefore(start, -2), 9, 20), 'Yearly check-up');
  const day = atTime(daysBefore(start, -2), 9, 30);
  chart.worded(MEASURED.smoking, day, { words: FOUND.formerSmoker, encounter: visit });
  chart.worded(MEASURED.eyes, atTime(daysBefore(start, -90), 14, 0), {
    words: 'No sign of retinopathy in either eye. Next photograph in a year.',
  });
  chart.worded(MEASURED.feet, day, {
    words: 'Pulses felt on both sides, feeling in all ten points.',
    encounter: visit,
  });
}

/** Every week at home. */
function bloodPressures({ chart, random, start }: Course): void {
  for (let day = 0; day <= YEAR_DAYS; day += 7) {
    const at = atTime(daysBefore(start, -day), 7, random.integer(0, 45));
    const isOutlier = day === 231;
    const fall = 19 * settled(day - NEW_MEDICINES) + 9 * settled(day - STRONGER_MEDICINES);
    const systolic = 153 - fall + 4 * winter(at) + 3.5 * random.normal() + (isOutlier ? 46 : 0);
    const diastolic = 93 - fall * 0.5 + 2 * winter(at) + 2.5 * random.normal();
    chart.measuredTogether(MEASURED.bloodPressure, at, {
      unit: UNIT.mmHg,
      parts: [
        { code: MEASURED.systolic, value: Math.round(systolic), range: { low: 90, high: 135 } },
        {
          code: MEASURED.diastolic,
          value: Math.round(diastolic + (isOutlier ? 14 : 0)),
          range: { low: 60, high: 85 },
        },
      ],
      ...(isOutlier ? { note: 'Ran for the bus just before. 128/79 half an hour later.' } : {}),
    });
    chart.measured(MEASURED.heartRate, at, {
      value: Math.round(74 + 4 * random.normal() + (isOutlier ? 38 : 0)),
      unit: UNIT.perMinute,
      range: { low: 50, high: 100 },
    });
  }
}

/** Every month; less each time, but for the holidays at the turn of the year. */
function weights({ chart, random, start }: Course): void {
  for (let day = 0; day <= YEAR_DAYS; day += 30) {
    const at = atTime(daysBefore(start, -day), 7, random.integer(0, 45));
    const holidays = 1.6 * Math.max(0, winter(at)) ** 6;
    const value = 97.5 - 7.5 * (day / YEAR_DAYS) + holidays + 0.35 * random.normal();
    chart.measured(MEASURED.weight, at, { value: rounded(value, 1), unit: UNIT.kg });
  }
  chart.measured(MEASURED.height, start, { value: 178, unit: UNIT.cm });
}

interface Test {
  readonly code: Coding;
  readonly unit: Unit;
  readonly range: Range;
  /** From untreated to what treatment reaches, with the noise of one sample. */
  readonly course: readonly [before: number, after: number, noise: number];
  readonly digits: number;
}

const QUARTERLY: readonly Test[] = [
  test(MEASURED.hba1c, UNIT.percent, { low: 4, high: 6 }, [8.6, 6.7, 0.1], 1),
  test(MEASURED.creatinine, UNIT.mgPerDl, { low: 0.7, high: 1.3 }, [1.12, 1.08, 0.04], 2),
  test(MEASURED.egfr, UNIT.mlPerMin, { low: 60 }, [76, 80, 2], 0),
  test(MEASURED.potassium, UNIT.mmolPerL, { low: 3.5, high: 5.1 }, [4.2, 4.5, 0.15], 1),
  test(MEASURED.urineAlbumin, UNIT.mgPerG, { high: 30 }, [58, 21, 5], 0),
  test(MEASURED.cholesterol, UNIT.mgPerDl, { high: 200 }, [251, 168, 6], 0),
  test(MEASURED.ldl, UNIT.mgPerDl, { high: 100 }, [166, 86, 5], 0),
  test(MEASURED.hdl, UNIT.mgPerDl, { low: 40 }, [38, 44, 1.5], 0),
  test(MEASURED.triglycerides, UNIT.mgPerDl, { high: 150 }, [232, 158, 14], 0),
];
const MONTHLY: readonly Test[] = [
  test(MEASURED.fastingGlucose, UNIT.mgPerDl, { low: 70, high: 100 }, [184, 118, 9], 0),
];

function test(
  ...[code, unit, range, course, digits]: [Coding, Unit, Range, Test['course'], number]
): Test {
  return { code, unit, range, course, digits };
}

function laboratory(course: Course): void {
  for (let day = 2; day <= YEAR_DAYS; day += 90) {
    const at = atTime(daysBefore(course.start, -day), 8, 15);
    const reason = 'Blood test and review of diabetes';
    const encounter = course.chart.visit(VISIT.followUp, at, reason);
    for (const each of QUARTERLY) sample(course, each, { day, at, encounter });
  }
  for (let day = 2; day <= YEAR_DAYS; day += 30) {
    const at = atTime(daysBefore(course.start, -day), 6, 50);
    for (const each of MONTHLY) sample(course, each, { day, at });
  }
}

function sample(
  { chart, random }: Course,
  { code, unit, range, course: [before, after, noise], digits }: Test,
  when: { readonly day: number; readonly at: Date; readonly encounter?: { reference: string } },
): void {
  const expected = before + (after - before) * settled((when.day - NEW_MEDICINES) / 1.6);
  const value = rounded(expected + noise * random.normal(), digits);
  const { encounter } = when;
  chart.measured(code, when.at, { value, unit, range, ...(encounter ? { encounter } : {}) });
}

/** How much of a medicine's effect is there so many days after its start: 0 before, 0.5 after a month, then nearly 1. */
function settled(days: number): number {
  return days <= 0 ? 0 : 1 - 0.5 ** (days / 30);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
