import { Button } from '@mantine/core';
import { IconHeartRateMonitor } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
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
          <Button component={Link} to="/import">
            {t('chart.import')}
          </Button>
          <Button component={Link} to="/documents" variant="default">
            {t('chart.attach')}
          </Button>
        </>
      }
    >
      {t('chart.empty.words')}
    </Empty>
  );
}
