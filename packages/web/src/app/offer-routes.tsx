import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import type { PersonId } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { LinkIncomplete } from '../features/accounts/index.ts';
import { OfferPage } from '../features/consents/index.ts';
import { GuardianshipPage } from '../features/dependants/index.ts';
import { RELATIONSHIPS_KEY } from '../features/relationships/index.ts';
import { type Account, SignInFirst, useAccount } from '../features/sessions/index.ts';
import { Page } from '../ui/page.tsx';
import { useText } from '../ui/text.ts';
import { EitherShell } from './shell.tsx';
import { useHashToken } from './use-hash-token.ts';

/** Links for somebody with an account, who may still have to make one. */
export function OfferRoute(): ReactNode {
  const t = useText();
  const accepted = useAccepted();
  return (
    <Linked title={t('offer.title')} words={t('offer.signInFirst')} path="/consent">
      {({ email }, token) => (
        <OfferPage key={token} token={token} email={email} onAccepted={accepted} />
      )}
    </Linked>
  );
}

export function GuardianshipRoute(): ReactNode {
  const t = useText();
  const accepted = useAccepted();
  return (
    <Linked
      title={t('guardianship.title')}
      words={t('guardianship.signInFirst')}
      path="/guardianship"
    >
      {({ email }, token) => (
        <GuardianshipPage key={token} token={token} email={email} onAccepted={accepted} />
      )}
    </Linked>
  );
}

interface LinkedProps {
  readonly title: string;
  readonly words: string;
  readonly path: '/consent' | '/guardianship';
  readonly children: (account: Account, token: string) => ReactNode;
}

function Linked({ title, words, path, children }: LinkedProps): ReactNode {
  const t = useText();
  const account = useAccount();
  const token = useHashToken();
  return (
    <EitherShell>
      {token === '' ? (
        <Page title={title} width="narrow">
          <LinkIncomplete>{t('link.mail.incomplete')}</LinkIncomplete>
        </Page>
      ) : (
        <ForAccount {...{ title, words, path, account, token, children }} />
      )}
    </EitherShell>
  );
}

interface ForAccountProps extends LinkedProps {
  readonly account: Account | null;
  readonly token: string;
}

function ForAccount(props: ForAccountProps): ReactNode {
  const { account, token, path } = props;
  if (!account)
    return <SignInFirst title={props.title} words={props.words} back={path} token={token} />;
  if (account.session.needs !== 'nothing')
    return <Navigate to="/account/second-factor" search={{ back: path }} hash={token} replace />;
  return props.children(account, token);
}

/** The chart opens in place of the link, whose token is spent. One that begins later is in the list when its time comes. */
function useAccepted(): (patientId: PersonId, isOpen?: boolean) => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (patientId, isOpen = true) => {
    queries.removeQueries({ queryKey: RELATIONSHIPS_KEY });
    if (isOpen)
      void navigate({ to: '/people/$patientId/chart', params: { patientId }, replace: true });
    else void navigate({ to: '/people', replace: true });
  };
}
