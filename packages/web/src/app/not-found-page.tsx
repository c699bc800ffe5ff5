import { IconCompass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../ui/links.tsx';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { useText } from '../ui/text.ts';
import { EitherShell } from './shell.tsx';

export function NotFoundPage(): ReactNode {
  const t = useText();
  return (
    <EitherShell>
      <Page title={t('notFound.title')} width="narrow">
        <Empty
          icon={<IconCompass size={28} />}
          title={t('notFound.next')}
          actions={<ButtonLink to="/">{t('app.toStart')}</ButtonLink>}
        >
          {t('notFound.words')}
        </Empty>
      </Page>
    </EitherShell>
  );
}
