import { Alert, Button, Group } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { ButtonLink } from '../../ui/links.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { unseen } from './access-rules.ts';
import { useEmergencyAccesses } from './emergency-query.ts';
import { markSeen, useSeen } from './seen.ts';

/** On the chart, until its owner has looked: somebody opened it in an emergency. */
export function EmergencyNews(): ReactNode {
  const t = useText();
  const format = useFormat();
  const { isOwn } = useOpenChart();
  const seen = useSeen();
  const now = useNow();
  const accesses = useEmergencyAccesses().data?.accesses ?? [];
  const news = unseen(accesses, seen, now);
  const [newest] = news;
  if (newest === undefined) return null;
  return (
    <Alert
      color="wax"
      variant="light"
      icon={<IconUrgent size={20} />}
      title={t('emergencies.news', { count: news.length })}
    >
      {t(isOwn ? 'emergencies.news.words' : 'emergencies.news.theirs', {
        at: format.dateTime(newest.openedAt),
      })}
      <Group mt="sm" gap="sm">
        <LogLink />
        <Button
          size="sm"
          variant="subtle"
          color="wax"
          onClick={() => markSeen(news.map(({ grantId }) => grantId))}
        >
          {t('emergencies.news.seen')}
        </Button>
      </Group>
    </Alert>
  );
}

function LogLink(): ReactNode {
  const t = useText();
  const { isOwn, patientId } = useOpenChart();
  const words = t('emergencies.news.open');
  if (isOwn || patientId === undefined)
    return (
      <ButtonLink to="/access" size="sm">
        {words}
      </ButtonLink>
    );
  return (
    <ButtonLink to="/people/$patientId/access" params={{ patientId }} size="sm">
      {words}
    </ButtonLink>
  );
}
