import { List, Stack } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { PersonId } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { OpenEmergencies } from './open-emergencies.tsx';
import { SearchCard } from './search-card.tsx';

interface EmergencyPageProps {
  readonly onOpened: (patientId: PersonId) => void;
}

/** For when nobody can be asked: what it means to break the glass, and the way to do it. */
export function EmergencyPage({ onOpened }: EmergencyPageProps): ReactNode {
  const t = useText();
  return (
    <Page title={t('emergency.title')} lead={t('emergency.lead')} width="middle">
      <Stack gap="lg">
        <OpenEmergencies />
        <Card title={t('emergency.before')} icon={<IconInfoCircle size={20} />} tone="warn">
          <List spacing="xs">
            <List.Item>{t('emergency.before.only')}</List.Item>
            <List.Item>{t('emergency.before.told')}</List.Item>
            <List.Item>{t('emergency.before.marked')}</List.Item>
            <List.Item>{t('emergency.before.ends')}</List.Item>
          </List>
        </Card>
        <SearchCard onOpened={onOpened} />
      </Stack>
    </Page>
  );
}
