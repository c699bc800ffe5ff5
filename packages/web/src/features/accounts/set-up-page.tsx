import { Stepper } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { setUp } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ACCOUNT_KEY, useClient } from '../sessions/index.ts';
import { AccountFormCard } from './account-form-card.tsx';
import type { AccountForm } from './account-form.ts';
import type { Kit } from './kit-text.ts';
import { LinkIncomplete } from './link-incomplete.tsx';
import { RecoveryKitSteps } from './recovery-kit-steps.tsx';

interface SetUpPageProps {
  readonly token: string;
  readonly onDone: () => void;
}

/** The first administrator, then the recovery kit, which exists on paper or not at all. */
export function SetUpPage({ token, onDone }: SetUpPageProps): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const [kit, setKit] = useState<Kit | null>(null);
  const attempt = useSetUp(token, setKit);
  const done = async (): Promise<void> => {
    await queries.resetQueries({ queryKey: ACCOUNT_KEY });
    onDone();
  };
  return (
    <Page
      title={kit ? t('setUp.kitTitle') : t('setUp.title')}
      lead={kit ? t('kit.lead') : t('setUp.lead')}
      width="narrow"
    >
      <Stepper active={kit ? 1 : 0} size="sm" mb="lg" className="wk-no-print" aria-hidden="true">
        <Stepper.Step label={t('setUp.step.account')} />
        <Stepper.Step label={t('setUp.step.kit')} />
      </Stepper>
      {kit && <RecoveryKitSteps kit={kit} onConfirmed={() => void done()} />}
      {!kit && token === '' && <LinkIncomplete>{t('setUp.incomplete')}</LinkIncomplete>}
      {!kit && token !== '' && (
        <AccountFormCard
          action={t('setUp.action')}
          busy={attempt.isPending}
          error={attempt.error}
          onSend={attempt.mutate}
        />
      )}
    </Page>
  );
}

function useSetUp(token: string, onKit: (kit: Kit) => void) {
  const client = useClient();
  return useMutation({
    mutationFn: (form: AccountForm) => client.call(setUp, { body: { ...form, setUpToken: token } }),
    onSuccess: ({ recoveryKit }) => onKit(recoveryKit),
  });
}
