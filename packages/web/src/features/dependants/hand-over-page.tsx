import { useMutation } from '@tanstack/react-query';
import { PASSWORD_LEAST_ALONE, type Session, acceptHandOver } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import {
  type AccountForm,
  AccountFormCard,
  LinkIncomplete,
  useLanguage,
} from '../accounts/index.ts';
import { useClient, useSignedIn } from '../sessions/index.ts';

const RULES = { leastLetters: PASSWORD_LEAST_ALONE, asksEmail: false };

interface HandOverPageProps {
  /** The part of the link after `#`; empty when it was cut off. */
  readonly token: string;
  readonly onSignedIn: (session: Session) => void;
}

/** Somebody who grew up takes over their own chart; the link knows the address. */
export function HandOverPage({ token, onSignedIn }: HandOverPageProps): ReactNode {
  const t = useText();
  const client = useClient();
  const language = useLanguage();
  const signedIn = useSignedIn(onSignedIn);
  const attempt = useMutation({
    mutationFn: ({ displayName, password }: AccountForm) =>
      client.call(acceptHandOver, { body: { token, displayName, password, language } }),
    onSuccess: signedIn,
  });
  return (
    <Page title={t('takeOver.title')} lead={t('takeOver.lead')} width="narrow">
      {token === '' ? (
        <LinkIncomplete>{t('link.mail.incomplete')}</LinkIncomplete>
      ) : (
        <AccountFormCard
          rules={RULES}
          action={t('takeOver.action')}
          busy={attempt.isPending}
          error={attempt.error}
          onSend={attempt.mutate}
        />
      )}
    </Page>
  );
}
