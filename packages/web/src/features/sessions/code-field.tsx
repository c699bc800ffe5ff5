import { TextInput } from '@mantine/core';
import { ProblemError } from '@wardkeep/client';
import { type ReactNode, useEffect, useRef } from 'react';
import { problemText } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';

interface CodeFieldProps {
  /** `app`: six digits of an authenticator app. `recovery`: one of the ten codes on paper. */
  readonly kind: 'app' | 'recovery';
  readonly value: string;
  readonly error: unknown;
  readonly onChange: (value: string) => void;
}

/** A code that was read from somewhere else. When it was wrong, it is selected: the next one is typed over it. */
export function CodeField({ kind, value, error, onChange }: CodeFieldProps): ReactNode {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const wrong = isWrongCode(error);
  useEffect(() => {
    if (wrong) field.current?.select();
  }, [wrong, error]);
  return (
    <TextInput
      ref={field}
      label={t(`code.${kind}.label`)}
      description={t(`code.${kind}.hint`)}
      value={value}
      required
      data-autofocus
      autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
      inputMode={kind === 'app' ? 'numeric' : 'text'}
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={kind === 'app' ? 10 : 40}
      error={wrong && problemText(t, error)}
      onChange={(event) => onChange(event.currentTarget.value)}
      styles={{
        input: { fontFamily: 'var(--mantine-font-family-monospace)', letterSpacing: '0.1em' },
      }}
    />
  );
}

/** Shown at the field; every other refusal stands above it. */
export function isWrongCode(error: unknown): boolean {
  return error instanceof ProblemError && ['code_wrong', 'validation_failed'].includes(error.code);
}

/** Apps show `123 456`. */
export function plainCode(typed: string): string {
  return typed.replaceAll(/\s/g, '');
}
