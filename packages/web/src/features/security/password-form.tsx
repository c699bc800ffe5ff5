import { Button, Group, Stack } from '@mantine/core';
import { changePassword, ownerWords } from '@wardkeep/contract';
import { type ReactNode, useMemo, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import {
  NewPasswordField,
  hasRightLength,
  isPasswordRefusal,
  passwordRefusalText,
} from '../accounts/index.ts';
import { useAccount } from '../sessions/index.ts';
import { useSecurityChange } from './security-query.ts';

interface PasswordFormProps {
  /** Letters that the new one has to have. */
  readonly least: number;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** The old one is not asked for: a fresh proof is, where the last one is too old. */
export function PasswordForm({ least, onChanged, onClose }: PasswordFormProps): ReactNode {
  const t = useText();
  const account = useAccount();
  const words = useMemo(
    () => ownerWords(account?.displayName ?? '', account?.email ?? ''),
    [account],
  );
  const [password, setPassword] = useState('');
  const [short, setShort] = useState(false);
  const change = useSecurityChange(
    (client, next: string) => client.call(changePassword, { body: { password: next } }),
    onChanged,
  );
  const send = (): void => {
    const right = hasRightLength(password, least);
    setShort(!right);
    if (right) change.mutate(password);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <span>{t('password.change.words')}</span>
        <ProblemAlert error={!isPasswordRefusal(change.error) && change.error} />
        <NewPasswordField
          label={t('password.new')}
          least={least}
          words={words}
          value={password}
          error={
            short ? t('account.password.short', { least }) : passwordRefusalText(t, change.error)
          }
          onChange={setPassword}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('password.change.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
