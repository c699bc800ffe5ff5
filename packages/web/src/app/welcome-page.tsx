import { Group, Stack } from '@mantine/core';
import { IconHandStop, IconLink } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAccount } from '../features/sessions/index.ts';
import { PasteLink } from '../features/sharing/index.ts';
import { Card } from '../ui/card.tsx';
import { ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { useText } from '../ui/text.ts';

/** Staff without a patient's permission: what is true for them today. */
export function WelcomePage(): ReactNode {
  const t = useText();
  const account = useAccount();
  const navigate = useNavigate();
  const role = account ? t(`role.${account.session.role}`) : '';
  return (
    <Page
      title={t('welcome.title', { name: account?.displayName ?? '' })}
      lead={t('welcome.lead', { role })}
    >
      <Stack gap="lg">
        <Card title={t('welcome.open')} icon={<IconLink size={20} />}>
          <Stack gap="sm">
            <span>{t('welcome.open.words')}</span>
            <PasteLink onOpen={(hash) => void navigate({ to: '/shared', hash })} />
          </Stack>
        </Card>
        <Card title={t('welcome.access')} icon={<IconHandStop size={20} />} tone="tint">
          <Stack gap="sm">
            <span>{t('welcome.access.words')}</span>
            <Group gap="sm">
              <ButtonLink to="/people" variant="default">
                {t('welcome.access.action')}
              </ButtonLink>
              {account?.session.role === 'provider' && (
                <ButtonLink to="/people/import" variant="default">
                  {t('people.import')}
                </ButtonLink>
              )}
            </Group>
          </Stack>
        </Card>
      </Stack>
    </Page>
  );
}
