import { ChartBuilder, type TransactionBundle } from './chart-builder.ts';
import { FOUND, MEDICINE, VACCINE, VISIT } from './codes.ts';
import { atTime, daysBefore, yearsBefore } from './days.ts';
import { seededRandom } from './random.ts';

/** Somebody who has just begun to keep records: nearly nothing, and no number to plot. */
export function smallChart(seed: string, today: Date): TransactionBundle {
  const chart = new ChartBuilder(seededRandom(`${seed}/small`), {
    name: 'Demo Patient Three',
    gender: 'female',
    birthDate: yearsBefore(today, 29.7),
  });
  const hayFever = chart.condition(FOUND.hayFever, yearsBefore(today, 11));
  const visit = atTime(daysBefore(today, 130), 16, 10);
  const encounter = chart.visit(VISIT.followUp, visit, 'Hay fever worse than last year');
  chart.medicine(MEDICINE.cetirizine, visit, {
    dosage: '1 tablet in the evening while pollen flies',
    for: hayFever,
    encounter,
  });
  chart.vaccination(VACCINE.tdap, yearsBefore(today, 7), 1);
  return chart.bundle();
}
