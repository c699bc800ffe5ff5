import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from './text.ts';

/** How many characters. */
export interface WordsLimits {
  readonly least: number;
  readonly most: number;
}

/** Of a reason, as the contract has it: a sentence, not a word. */
const A_REASON: WordsLimits = { least: 10, most: 1000 };

export function areWords(value: string, limits = A_REASON): boolean {
  return value.trim().length >= limits.least;
}

interface WordsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** Says so once somebody tried to go on without. */
  readonly isAsked: boolean;
  readonly limits?: WordsLimits | undefined;
  readonly onChange: (value: string) => void;
}

/** A reason in one's own words. */
export function WordsField({
  label,
  hint,
  value,
  isAsked,
  limits = A_REASON,
  onChange,
}: WordsFieldProps): ReactNode {
  const t = useText();
  return (
    <Textarea
      size="md"
      label={label}
      description={hint}
      autosize
      minRows={3}
      maxRows={10}
      maxLength={limits.most}
      value={value}
      error={isAsked && !areWords(value, limits) && t('words.missing')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
