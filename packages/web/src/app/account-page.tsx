import { Group, Stack } from '@mantine/core';
import { IconEraser, IconShieldLock, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Account, useAccount } from '../features/sessions/index.ts';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { useText } from '../ui/text.ts';

/** Who one is here, and the way out. */
export function AccountPage(): ReactNode {
  const t = useText();
  const account = useAccount();
  return (
    <Page title={t('ownAccount.title')} width="narrow">
      {account && <Cards account={account} />}
    </Page>
  );
}

function Cards({ account }: { readonly account: Account }): ReactNode {
  const t = useText();
  const { displayName, email, session } = account;
  const isPatient = session.role === 'patient';
  return (
    <Stack gap="lg">
      <Card title={t('ownAccount.you')} icon={<IconUser size={20} />}>
        <Facts
          facts={[
            { name: t('account.name'), value: displayName },
            { name: t('account.email'), value: email },
            { name: t('accounts.role'), value: t(`role.${session.role}`) },
          ]}
        />
      </Card>
      <Card title={t('security.title')} icon={<IconShieldLock size={20} />}>
        <Stack>
          <span>{t('ownAccount.security')}</span>
          <Group>
            <ButtonLink to="/account/security" variant="default">
              {t('ownAccount.security.action')}
            </ButtonLink>
          </Group>
        </Stack>
      </Card>
      <Card title={t('erasure.title')} icon={<IconEraser size={20} />}>
        <Stack>
          <span>{t(isPatient ? 'ownAccount.erase' : 'ownAccount.erase.staff')}</span>
          {isPatient && (
            <Group>
              <ButtonLink to="/account/erase" variant="default">
                {t('ownAccount.erase.action')}
              </ButtonLink>
            </Group>
          )}
        </Stack>
      </Card>
    </Stack>
  );
}
