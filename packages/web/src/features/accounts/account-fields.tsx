import { Stack, TextInput } from '@mantine/core';
import { ownerWords } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import type { AccountForm, FormFault, FormRules } from './account-form.ts';
import { NewPasswordField } from './new-password-field.tsx';

interface AccountFieldsProps {
  readonly form: AccountForm;
  readonly rules: FormRules;
  /** Shown at the fields; empty until somebody tried to send. */
  readonly faults: readonly FormFault[];
  /** The server's word on the password; null without one. */
  readonly passwordRefusal: string | null;
  readonly onChange: (form: AccountForm) => void;
}

export function AccountFields(props: AccountFieldsProps): ReactNode {
  const t = useText();
  const { form, rules, faults, onChange } = props;
  const least = rules.leastLetters;
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
      {rules.asksEmail && (
        <TextInput
          label={t('account.email')}
          type="email"
          autoComplete="username"
          required
          value={form.email}
          error={faults.includes('email') && t('account.email.invalid')}
          onChange={(event) => onChange({ ...form, email: event.currentTarget.value })}
        />
      )}
      <NewPasswordField
        label={t('account.password')}
        least={least}
        words={ownerWords(form.displayName, form.email)}
        value={form.password}
        error={
          faults.includes('password')
            ? t('account.password.short', { least })
            : props.passwordRefusal
        }
        onChange={(password) => onChange({ ...form, password })}
      />
    </Stack>
  );
}
