import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { StrengthMeter } from './strength-meter.tsx';

interface NewPasswordFieldProps {
  readonly label: string;
  /** Letters that it has to have. */
  readonly least: number;
  /** Words of its owner, which make a password easy to guess: see `ownerWords`. */
  readonly words: readonly string[];
  readonly value: string;
  readonly error?: ReactNode;
  readonly onChange: (value: string) => void;
}

/** A password to be: says while typing how good it is, and why. Pasting is welcome, and so is looking at it. */
export function NewPasswordField(props: NewPasswordFieldProps): ReactNode {
  const t = useText();
  const { label, least, value, error } = props;
  return (
    <div>
      <PasswordInput
        label={label}
        description={t('account.password.hint', { least })}
        autoComplete="new-password"
        required
        value={value}
        error={error}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
      />
      <StrengthMeter password={value} least={least} words={props.words} />
    </div>
  );
}
