import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from './text.ts';

/** As the contract has it: a sentence, not a word. */
const LEAST = 10;
const MOST = 1000;

export function areWords(value: string): boolean {
  return value.trim().length >= LEAST;
}

interface WordsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** Says so once somebody tried to go on without. */
  readonly isAsked: boolean;
  readonly onChange: (value: string) => void;
}

/** A reason in one's own words. */
export function WordsField({ label, hint, value, isAsked, onChange }: WordsFieldProps): ReactNode {
  const t = useText();
  return (
    <Textarea
      size="md"
      label={label}
      description={hint}
      autosize
      minRows={3}
      maxRows={10}
      maxLength={MOST}
      value={value}
      error={isAsked && !areWords(value) && t('words.missing')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
