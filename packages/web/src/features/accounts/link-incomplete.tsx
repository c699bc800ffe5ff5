import { Button } from '@mantine/core';
import { IconUnlink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { useText } from '../../ui/text.ts';

/** A one-time link that lost the part after `#` on its way. */
export function LinkIncomplete({ children }: { readonly children: string }): ReactNode {
  const t = useText();
  return (
    <Empty
      icon={<IconUnlink size={28} />}
      title={t('link.incomplete')}
      actions={
        <Button component={Link} to="/" variant="default">
          {t('app.toStart')}
        </Button>
      }
    >
      {children}
    </Empty>
  );
}
