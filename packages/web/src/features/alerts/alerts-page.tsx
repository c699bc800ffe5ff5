import { Stack } from '@mantine/core';
import { IconBellRinging, IconCircleCheck } from '@tabler/icons-react';
import type { Alert } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { ItemList, itemListClass } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { LogNotices } from '../system/index.ts';
import { AlertItem } from './alert-item.tsx';
import { useAlerts } from './alert-query.ts';
import { Figures } from './figures.tsx';

const SETTLED_SHOWN = 5;

interface AlertsPageProps {
  /** Below the title: the ways to the pages beside this one. */
  readonly top: ReactNode;
}

/** What security officers look at first: what is wrong, then how things are going. */
export function AlertsPage({ top }: AlertsPageProps): ReactNode {
  const t = useText();
  const query = useAlerts();
  return (
    <Page title={t('alerts.title')} lead={t('alerts.lead')}>
      <Stack gap="lg">
        {top}
        <LogNotices />
        <Loaded query={query} skeleton={[160]}>
          {({ alerts }) => <Alerts alerts={alerts} />}
        </Loaded>
        <Figures />
      </Stack>
    </Page>
  );
}

function Alerts({ alerts }: { readonly alerts: readonly Alert[] }): ReactNode {
  const t = useText();
  const open = alerts.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const settled = alerts.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
  const item = (alert: Alert): ReactNode => <AlertItem key={alert.alertId} alert={alert} />;
  const icon = open.length === 0 ? <IconCircleCheck size={20} /> : <IconBellRinging size={20} />;
  return (
    <>
      <Card title={t('alerts.open')} icon={icon}>
        {open.length === 0 ? (
          t('alerts.none')
        ) : (
          <ItemList label={t('alerts.open')}>{open.map(item)}</ItemList>
        )}
      </Card>
      {settled.length > 0 && (
        <Card title={t('alerts.settled')}>
          <CollapsedList
            items={settled}
            most={SETTLED_SHOWN}
            className={itemListClass}
            label={t('alerts.settled')}
            render={item}
          />
        </Card>
      )}
    </>
  );
}
