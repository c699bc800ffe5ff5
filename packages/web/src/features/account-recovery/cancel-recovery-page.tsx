import { cancelAccountRecovery } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { LinkActionPage } from '../accounts/index.ts';
import { useClient } from '../sessions/index.ts';

/** It was not me: by the link in the notice. */
export function CancelRecoveryPage({ token }: { readonly token: string }): ReactNode {
  const t = useText();
  const client = useClient();
  return (
    <LinkActionPage
      token={token}
      title={t('recoveryCancel.title')}
      lead={t('recoveryCancel.lead')}
      action={t('recoveryCancel.action')}
      done={{ title: t('recoveryCancel.done'), words: t('recoveryCancel.done.words') }}
      onPress={(link) => client.call(cancelAccountRecovery, { body: { token: link } })}
    />
  );
}
