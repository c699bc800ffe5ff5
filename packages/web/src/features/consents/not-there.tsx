import { IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { useText } from '../../ui/text.ts';
import { AllConsentsLink } from './consent-links.tsx';

export function NotThere(): ReactNode {
  const t = useText();
  return (
    <Empty
      icon={<IconUsers size={28} />}
      title={t('consent.notThere')}
      actions={<AllConsentsLink variant="default">{t('consents.back')}</AllConsentsLink>}
    >
      {t('consent.notThere.words')}
    </Empty>
  );
}
