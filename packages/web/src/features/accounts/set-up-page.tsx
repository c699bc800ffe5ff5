import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PASSWORD_LEAST_WITH_SECOND_FACTOR, setUp } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { SecondFactorSetUp } from '../second-factors/index.ts';
import { ACCOUNT_KEY, useClient } from '../sessions/index.ts';
import { AccountFormCard } from './account-form-card.tsx';
import type { AccountForm } from './account-form.ts';
import type { Kit } from './kit-text.ts';
import { LinkIncomplete } from './link-incomplete.tsx';
import { RecoveryKitSteps } from './recovery-kit-steps.tsx';
import classes from './set-up-page.module.css';
import { useLanguage } from './use-language.ts';

const RULES = { leastLetters: PASSWORD_LEAST_WITH_SECOND_FACTOR, asksEmail: true };

interface SetUpPageProps {
  readonly token: string;
  readonly onDone: () => void;
}

type Step = 'account' | 'kit' | 'factor';
const STEPS: readonly Step[] = ['account', 'kit', 'factor'];

/** The first administrator, then the recovery kit, which exists on paper or not at all, then what protects the account. */
export function SetUpPage({ token, onDone }: SetUpPageProps): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const [kit, setKit] = useState<Kit | null>(null);
  const [step, setStep] = useState<Step>('account');
  const done = async (): Promise<void> => {
    await queries.resetQueries({ queryKey: ACCOUNT_KEY });
    onDone();
  };
  const made = (next: Kit): void => {
    setKit(next);
    setStep('kit');
  };
  return (
    <Page key={step} title={t(`setUp.title.${step}`)} lead={t(`setUp.lead.${step}`)} width="narrow">
      <Steps step={step} />
      {step === 'account' && <FirstAccount token={token} onKit={made} />}
      {step === 'kit' && kit && (
        <RecoveryKitSteps kit={kit} onConfirmed={() => setStep('factor')} />
      )}
      {step === 'factor' && <SecondFactorSetUp onDone={() => void done()} />}
    </Page>
  );
}

/** For the eye; the heading says the same in words. */
function Steps({ step }: { readonly step: Step }): ReactNode {
  const t = useText();
  const at = STEPS.indexOf(step);
  return (
    <ol className={`${classes.steps} wk-no-print`} aria-hidden="true">
      {STEPS.map((one, place) => (
        <li key={one} data-reached={place <= at || undefined} data-now={place === at || undefined}>
          {t(`setUp.step.${one}`)}
        </li>
      ))}
    </ol>
  );
}

interface FirstAccountProps {
  readonly token: string;
  readonly onKit: (kit: Kit) => void;
}

function FirstAccount({ token, onKit }: FirstAccountProps): ReactNode {
  const t = useText();
  const client = useClient();
  const language = useLanguage();
  const attempt = useMutation({
    mutationFn: (form: AccountForm) =>
      client.call(setUp, { body: { ...form, language, setUpToken: token } }),
    onSuccess: ({ recoveryKit }) => onKit(recoveryKit),
  });
  if (token === '') return <LinkIncomplete>{t('setUp.incomplete')}</LinkIncomplete>;
  return (
    <AccountFormCard
      rules={RULES}
      action={t('setUp.action')}
      busy={attempt.isPending}
      error={attempt.error}
      onSend={attempt.mutate}
    />
  );
}
