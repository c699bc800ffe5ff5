import { Button, List, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FactorChanged, type ReplyOf, beginTotp, confirmTotp } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { CopyField } from '../../ui/copy-field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useText } from '../../ui/text.ts';
import { CodeField, isWrongCode, plainCode, useClient } from '../sessions/index.ts';

export interface FactorSetUpProps {
  /** `recoveryCodes` came with the first factor: they are shown now or never. */
  readonly onDone: (changed: FactorChanged) => void;
}

/** An authenticator app: its secret by camera or by hand, and a code that shows that it arrived. */
export function TotpSetUp({ onDone }: FactorSetUpProps): ReactNode {
  const client = useClient();
  const pending = useQuery({
    queryKey: ['totp-secret'],
    queryFn: () => client.call(beginTotp, { body: {} }),
    // One secret as long as it is on the screen; gone with it.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  return (
    <Loaded query={pending} skeleton={[288, 60, 60]}>
      {(totp) => <Steps totp={totp} onDone={onDone} />}
    </Loaded>
  );
}

interface StepsProps extends FactorSetUpProps {
  readonly totp: ReplyOf<typeof beginTotp>;
}

function Steps({ totp, onDone }: StepsProps): ReactNode {
  const t = useText();
  return (
    <List
      type="ordered"
      spacing="md"
      listStyleType="decimal"
      styles={{ itemWrapper: { display: 'block' } }}
    >
      <List.Item>{t('totp.step.app')}</List.Item>
      <List.Item>
        <Stack gap="sm">
          <span>{t('totp.step.scan')}</span>
          <QrCode value={totp.uri} label={t('totp.qr')} />
          <CopyField label={t('totp.secret')} value={totp.secret} />
        </Stack>
      </List.Item>
      <List.Item>
        <Stack gap="sm">
          <span>{t('totp.step.code')}</span>
          <CodeForm onDone={onDone} />
        </Stack>
      </List.Item>
    </List>
  );
}

function CodeForm({ onDone }: FactorSetUpProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [typed, setTyped] = useState('');
  const attempt = useMutation({
    mutationFn: () => client.call(confirmTotp, { body: { code: plainCode(typed) } }),
    onSuccess: onDone,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Stack>
        <ProblemAlert error={!isWrongCode(attempt.error) && attempt.error} />
        <CodeField kind="app" value={typed} error={attempt.error} onChange={setTyped} />
        <Button type="submit" loading={attempt.isPending}>
          {t('totp.action')}
        </Button>
      </Stack>
    </form>
  );
}
