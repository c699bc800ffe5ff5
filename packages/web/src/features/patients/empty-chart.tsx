import { IconHeartRateMonitor } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/links.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useText } from '../../ui/text.ts';

export function EmptyChart(): ReactNode {
  const t = useText();
  return (
    <Empty
      icon={<IconHeartRateMonitor size={30} />}
      title={t('chart.empty')}
      actions={
        <>
          <ButtonLink to="/import">{t('chart.import')}</ButtonLink>
          <ButtonLink to="/documents" variant="default">
            {t('chart.attach')}
          </ButtonLink>
        </>
      }
    >
      {t('chart.empty.words')}
    </Empty>
  );
}
