import { IconUnlink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/links.tsx';
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
        <ButtonLink to="/" variant="default">
          {t('app.toStart')}
        </ButtonLink>
      }
    >
      {children}
    </Empty>
  );
}
