import { useQueryClient } from '@tanstack/react-query';
import { confirmEmailChange } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { ACCOUNT_KEY, useClient } from '../sessions/index.ts';
import { LinkActionPage } from './link-action-page.tsx';

/** Whoever opens the link at the new address need not be signed in. */
export function EmailChangePage({ token }: { readonly token: string }): ReactNode {
  const t = useText();
  const client = useClient();
  const queries = useQueryClient();
  return (
    <LinkActionPage
      token={token}
      title={t('emailChange.title')}
      lead={t('emailChange.lead')}
      action={t('emailChange.action')}
      done={{ title: t('emailChange.done'), words: t('emailChange.done.words') }}
      onPress={async (link) => {
        await client.call(confirmEmailChange, { body: { token: link } });
        await queries.resetQueries({ queryKey: ACCOUNT_KEY });
      }}
    />
  );
}
