import { Stack } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import type { Consent } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ItemList, itemListClass } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { CareTeamCard } from '../organisations/index.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { ConsentItem } from './consent-item.tsx';
import { InviteLink } from './consent-links.tsx';
import { useConsents } from './consent-query.ts';

interface ConsentsPageProps {
  /** Ways to the pages beside it. */
  readonly top?: ReactNode;
}

/** Who may see a chart, what of it, and until when. */
export function ConsentsPage({ top }: ConsentsPageProps): ReactNode {
  const t = useText();
  const { isOwn } = useOpenChart();
  const query = useConsents();
  return (
    <Page
      title={t('consents.title')}
      lead={t(isOwn ? 'consents.lead' : 'consents.lead.theirs')}
      actions={
        <InviteLink leftSection={<IconUserPlus size={18} />}>{t('consents.invite')}</InviteLink>
      }
    >
      <Stack gap="lg">
        {top}
        <Loaded query={query}>{({ consents }) => <Consents consents={consents} />}</Loaded>
        <CareTeamCard />
      </Stack>
    </Page>
  );
}

function Consents({ consents }: { readonly consents: readonly Consent[] }): ReactNode {
  const t = useText();
  const of = (state: Consent['state']) => consents.filter((consent) => consent.state === state);
  const active = of('active');
  const offered = of('offered');
  const ended = consents.filter((one) => one.state !== 'active' && one.state !== 'offered');
  const item = (consent: Consent): ReactNode => (
    <ConsentItem key={consent.consentId} consent={consent} />
  );
  if (consents.length === 0) return <NoConsents />;
  return (
    <>
      <Card title={t('consents.active')} icon={<IconUsers size={20} />}>
        {active.length === 0 && t('consents.active.none')}
        <ItemList label={t('consents.active')}>{active.map(item)}</ItemList>
      </Card>
      {offered.length > 0 && (
        <Card title={t('consents.offered')} tone="tint">
          <ItemList label={t('consents.offered')}>{offered.map(item)}</ItemList>
        </Card>
      )}
      {ended.length > 0 && (
        <Card title={t('consents.ended')}>
          <CollapsedList items={ended} most={5} className={itemListClass} render={item} />
        </Card>
      )}
    </>
  );
}

function NoConsents(): ReactNode {
  const t = useText();
  return (
    <Empty
      icon={<IconUsers size={28} />}
      title={t('consents.empty')}
      actions={<InviteLink variant="default">{t('consents.invite')}</InviteLink>}
    >
      {t('consents.empty.words')}
    </Empty>
  );
}
