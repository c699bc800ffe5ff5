import { PasswordInput, Progress, Stack, Text as Words, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import {
  type AccountForm,
  type FormFault,
  PASSWORD_LETTERS,
  passwordLetters,
} from './account-form.ts';

interface AccountFieldsProps {
  readonly form: AccountForm;
  /** Shown at the fields; empty until somebody tried to send. */
  readonly faults: readonly FormFault[];
  readonly onChange: (form: AccountForm) => void;
}

export function AccountFields({ form, faults, onChange }: AccountFieldsProps): ReactNode {
  const t = useText();
  return (
    <Stack>
      <TextInput
        label={t('account.name')}
        description={t('account.name.hint')}
        autoComplete="name"
        required
        value={form.displayName}
        error={faults.includes('name') && t('account.name.missing')}
        onChange={(event) => onChange({ ...form, displayName: event.currentTarget.value })}
      />
      <TextInput
        label={t('account.email')}
        type="email"
        autoComplete="username"
        required
        value={form.email}
        error={faults.includes('email') && t('account.email.invalid')}
        onChange={(event) => onChange({ ...form, email: event.currentTarget.value })}
      />
      <div>
        <PasswordInput
          label={t('account.password')}
          description={t('account.password.hint', { least: PASSWORD_LETTERS })}
          autoComplete="new-password"
          required
          value={form.password}
          error={
            faults.includes('password') && t('account.password.short', { least: PASSWORD_LETTERS })
          }
          onChange={(event) => onChange({ ...form, password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
        />
        <LengthMeter letters={passwordLetters(form.password)} />
      </div>
    </Stack>
  );
}

function LengthMeter({ letters }: { readonly letters: number }): ReactNode {
  const t = useText();
  const enough = letters >= PASSWORD_LETTERS;
  const words = enough
    ? t('account.password.enough')
    : t('account.password.count', { letters, least: PASSWORD_LETTERS });
  return (
    <div>
      <Progress
        mt={10}
        size="sm"
        aria-hidden="true"
        color={enough ? 'ward' : 'honey'}
        value={Math.min(100, (letters / PASSWORD_LETTERS) * 100)}
      />
      <Words size="xs" mt={4} c="dimmed" aria-live="polite">
        {words}
      </Words>
    </div>
  );
}
