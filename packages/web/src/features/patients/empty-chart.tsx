import { IconHeartRateMonitor } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { useText } from '../../ui/text.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import { AddMenu } from './chart-menus.tsx';

export function EmptyChart(): ReactNode {
  const t = useText();
  const { isOwn, rights } = useOpenChart();
  const words =
    rights.addRecords || rights.addDocuments
      ? 'chart.empty.theirs.add'
      : 'chart.empty.theirs.words';
  return (
    <Empty
      icon={<IconHeartRateMonitor size={30} />}
      title={t(isOwn ? 'chart.empty' : 'chart.empty.theirs')}
      actions={
        <>
          <AddMenu />
          {rights.addRecords && (
            <ChartButton place="import" variant="default">
              {t('chart.import')}
            </ChartButton>
          )}
          {rights.addDocuments && (
            <ChartButton place="documents" variant="default">
              {t('chart.attach')}
            </ChartButton>
          )}
        </>
      }
    >
      {t(isOwn ? 'chart.empty.words' : words)}
    </Empty>
  );
}
