import { IconHourglassEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';

export function ShareEnded(): ReactNode {
  const t = useText();
  return (
    <Page title={t('shared.ended')} width="narrow">
      <Empty icon={<IconHourglassEmpty size={28} />} title={t('shared.ended.next')}>
        {t('shared.ended.words')}
      </Empty>
    </Page>
  );
}
