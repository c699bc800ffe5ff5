import { Text as Words } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Text, useText } from '../../ui/text.ts';
import classes from './strength-meter.module.css';
import { type Grade, type Strength, gradeOf, passwordLetters } from './strength-rules.ts';
import { useStrength } from './use-strength.ts';

interface StrengthMeterProps {
  readonly password: string;
  readonly least: number;
  readonly words: readonly string[];
}

/** Four bars, filled one by one, and the same in words: what is wrong comes before what is good. */
export function StrengthMeter({ password, least, words }: StrengthMeterProps): ReactNode {
  const t = useText();
  const strength = useStrength(password, words);
  const letters = passwordLetters(password);
  const isLong = letters >= least;
  const grade = isLong && strength ? gradeOf(strength) : null;
  return (
    <div className={classes.meter}>
      <div className={classes.bars} data-grade={grade ?? 'none'} aria-hidden="true">
        {GRADES.map((step) => (
          <span
            key={step}
            className={classes.bar}
            data-filled={isFilled(step, grade) || undefined}
          />
        ))}
      </div>
      <Words size="sm" c="dimmed" aria-live="polite">
        {password === '' ? t('strength.none') : sentence(t, { letters, least, strength, grade })}
      </Words>
    </div>
  );
}

const GRADES: readonly Grade[] = ['refused', 'fair', 'good', 'strong'];

function isFilled(step: Grade, grade: Grade | null): boolean {
  return grade !== null && GRADES.indexOf(step) <= GRADES.indexOf(grade);
}

interface Judged {
  readonly letters: number;
  readonly least: number;
  readonly strength: Strength | null;
  readonly grade: Grade | null;
}

function sentence(t: Text, { letters, least, strength, grade }: Judged): string {
  if (letters < least) return t('account.password.count', { letters, least });
  if (!strength || grade === null) return t('strength.unknown');
  if (grade !== 'refused') return t(`strength.${grade}`);
  if (strength.weakness === null) return t('strength.refused');
  return t('strength.refused.because', { why: t(`weakness.${strength.weakness}`) });
}
