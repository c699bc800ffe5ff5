import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { useText } from '../ui/text.ts';
import { Frame } from './frame.tsx';

export function NotFoundPage(): ReactNode {
  const t = useText();
  return (
    <Frame>
      <Page title={t('notFound.title')} width="narrow">
        <Empty
          icon={<IconCompass size={28} />}
          title={t('notFound.next')}
          actions={
            <Button component={Link} to="/">
              {t('app.toStart')}
            </Button>
          }
        >
          {t('notFound.words')}
        </Empty>
      </Page>
    </Frame>
  );
}
