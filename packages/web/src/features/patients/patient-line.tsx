import type { Chart } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useRecordWords } from '../records/index.ts';
import { ageAt } from './age.ts';

type Patient = NonNullable<Chart['patient']>;

/** Birth date, age and sex in one line. */
export function PatientLine({ patient }: { readonly patient: Patient }): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useRecordWords();
  const now = useNow();
  const parts = [
    patient.birthDate !== null && born(t, format, patient, now),
    patient.gender !== null && words.code(patient.gender),
    patient.deceased && t('patient.deceased'),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

function born(t: Text, format: Format, { birthDate, deceased }: Patient, now: Date): string {
  if (birthDate === null) return '';
  const date = format.fhirDay(birthDate);
  const age = deceased ? undefined : ageAt(birthDate, now);
  if (!age) return t('patient.born', { date });
  return t(age.unit === 'years' ? 'patient.bornYears' : 'patient.bornMonths', {
    date,
    count: age.count,
  });
}
