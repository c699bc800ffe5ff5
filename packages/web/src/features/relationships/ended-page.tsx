import { IconLockOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';

/** Says nothing of whose chart it was. */
export function EndedPage(): ReactNode {
  const t = useText();
  return (
    <Page title={t('ended.title')} width="narrow">
      <div role="status">
        <Empty
          icon={<IconLockOff size={28} />}
          title={t('ended.next')}
          actions={
            <ButtonLink to="/people" variant="default">
              {t('ended.action')}
            </ButtonLink>
          }
        >
          {t('ended.words')}
        </Empty>
      </div>
    </Page>
  );
}
