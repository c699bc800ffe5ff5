import { Alert, Stack, Text as Words } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Notice } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';

/** What to act on, each with what to do; or that there is nothing to do. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  const t = useText();
  if (notices.length === 0) {
    return (
      <Alert color="ward" variant="light" icon={<IconCircleCheck size={20} />}>
        {t('notice.none')}
      </Alert>
    );
  }
  return (
    <Stack gap="sm" component="section" aria-label={t('notice.title')}>
      {notices.map((notice) => (
        <Alert
          key={notice}
          color="honey"
          variant="light"
          icon={<IconAlertTriangle size={20} />}
          title={t(`notice.${notice}`)}
        >
          <Words size="sm">{t(`notice.${notice}.words`)}</Words>
        </Alert>
      ))}
    </Stack>
  );
}
