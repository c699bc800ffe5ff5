import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useOfferConsent } from './consent-query.ts';
import { InvitationView } from './invitation-view.tsx';
import { InviteForm } from './invite-form.tsx';

interface InvitePageProps {
  /** How the chart's owner is called, to begin with. */
  readonly patientLabel: string;
}

/** Offers access: first what and for whom, then the link. */
export function InvitePage({ patientLabel }: InvitePageProps): ReactNode {
  const t = useText();
  const offer = useOfferConsent();
  return (
    <Page title={t('inviting.title')} lead={t('inviting.lead')} width="middle">
      {offer.data ? (
        <InvitationView offered={offer.data} email={offer.variables?.email ?? null} />
      ) : (
        <InviteForm
          patientLabel={patientLabel}
          busy={offer.isPending}
          error={offer.error}
          onSend={offer.mutate}
        />
      )}
    </Page>
  );
}
