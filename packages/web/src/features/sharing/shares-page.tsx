import { Stack } from '@mantine/core';
import { IconLink, IconShare2 } from '@tabler/icons-react';
import type { Share } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { ShareLinkDialog } from './share-link-dialog.tsx';
import { ShareItem } from './share-item.tsx';
import classes from './shares-page.module.css';
import { useShares } from './use-shares.ts';

export function SharesPage(): ReactNode {
  const t = useText();
  const { isOwn } = useOpenChart();
  const query = useShares();
  return (
    <Page
      title={t('shares.title')}
      lead={t(isOwn ? 'shares.lead' : 'shares.lead.theirs')}
      actions={
        <ChartButton place="share" leftSection={<IconShare2 size={18} />}>
          {t('shares.new')}
        </ChartButton>
      }
    >
      <Loaded query={query}>{({ shares }) => <Shares shares={shares} />}</Loaded>
    </Page>
  );
}

function Shares({ shares }: { readonly shares: readonly Share[] }): ReactNode {
  const t = useText();
  const [shown, setShown] = useState<Share | null>(null);
  const [revoking, setRevoking] = useState<Share | null>(null);
  const active = shares.filter(({ state }) => state === 'active');
  const ended = shares.filter(({ state }) => state !== 'active');
  const item = (share: Share): ReactNode => (
    <ShareItem key={share.shareId} share={share} onShow={setShown} onRevoke={setRevoking} />
  );
  if (shares.length === 0) return <NoShares />;
  return (
    <Stack gap="lg">
      <Card title={t('shares.active')} icon={<IconLink size={20} />}>
        {active.length === 0 && t('shares.active.none')}
        <ul className={classes.list}>{active.map(item)}</ul>
      </Card>
      {ended.length > 0 && (
        <Card title={t('shares.ended')}>
          <CollapsedList items={ended} most={5} className={classes.list} render={item} />
        </Card>
      )}
      <ShareLinkDialog share={shown} onClose={() => setShown(null)} />
      <RevokeDialog share={revoking} onClose={() => setRevoking(null)} />
    </Stack>
  );
}

function NoShares(): ReactNode {
  const t = useText();
  const { isOwn } = useOpenChart();
  return (
    <Empty
      icon={<IconLink size={28} />}
      title={t('shares.empty')}
      actions={
        <ChartButton place="chart" variant="default">
          {t(isOwn ? 'import.toChart' : 'record.back')}
        </ChartButton>
      }
    >
      {t('shares.empty.words')}
    </Empty>
  );
}
