import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { type Account, useAccount } from '../sessions/index.ts';
import { DeactivateCard } from './deactivate-card.tsx';
import { DevicesCard } from './devices-card.tsx';
import { EmailCard } from './email-card.tsx';
import { FactorsCard } from './factors-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { useSecurity } from './security-query.ts';

interface SecurityPageProps {
  /** The account is closed, and its session with it. */
  readonly onDeactivated: () => void;
}

/** How one signs in here, and where one is signed in. */
export function SecurityPage(props: SecurityPageProps): ReactNode {
  const t = useText();
  const account = useAccount();
  return (
    <Page title={t('security.title')} lead={t('security.lead')}>
      {account && <Cards account={account} {...props} />}
    </Page>
  );
}

function Cards({
  account,
  onDeactivated,
}: SecurityPageProps & { readonly account: Account }): ReactNode {
  const query = useSecurity();
  return (
    <Loaded query={query} skeleton={[120, 280, 260]}>
      {(security) => (
        <Stack gap="lg">
          <PasswordCard security={security} role={account.session.role} />
          <FactorsCard security={security} role={account.session.role} />
          <DevicesCard security={security} />
          <EmailCard email={account.email} />
          <DeactivateCard role={account.session.role} onDeactivated={onDeactivated} />
        </Stack>
      )}
    </Loaded>
  );
}
