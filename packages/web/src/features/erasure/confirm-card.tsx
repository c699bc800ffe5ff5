import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { ProblemError } from '@wardkeep/client';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { isConfirmationWord } from './confirmation-word.ts';
import { KeepButton } from './erasure-cards.tsx';
import { useConfirmErasure } from './use-erasure.ts';

interface ConfirmCardProps {
  readonly onConfirmed: (token: string) => void;
}

/** The last step: the way back comes first, then the word and the password. */
export function ConfirmCard({ onConfirmed }: ConfirmCardProps): ReactNode {
  const t = useText();
  return (
    <Card title={t('erasure.confirm')} icon={<IconEraser size={20} />} tone="danger">
      <Stack>
        <span>{t('erasure.confirm.words')}</span>
        <KeepButton />
        <ConfirmForm onConfirmed={onConfirmed} />
      </Stack>
    </Card>
  );
}

function ConfirmForm({ onConfirmed }: ConfirmCardProps): ReactNode {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const confirm = useConfirmErasure(onConfirmed);
  const word = t('erasure.word');
  const { error } = confirm;
  const wrongPassword = error instanceof ProblemError && error.code === 'wrong_credentials';
  const send = (): void => {
    const right = isConfirmationWord(typed, word);
    setWrong(!right);
    if (right) confirm.mutate(password);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack maw={420}>
        <TextInput
          label={t('erasure.confirm.word', { word })}
          value={typed}
          required
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          error={wrong && t('erasure.confirm.word.wrong', { word })}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('account.password')}
          autoComplete="current-password"
          required
          value={password}
          error={wrongPassword && t('erasure.confirm.password.wrong')}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
        />
        <ProblemAlert error={!wrongPassword && error} title={t('erasure.confirm.failed')} />
        <Group>
          <Button type="submit" color="wax" loading={confirm.isPending}>
            {t('erasure.confirm.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
