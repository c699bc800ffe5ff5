import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConsentPage, ConsentsPage, InvitePage } from '../features/consents/index.ts';
import { PeopleTabs } from '../features/relationships/index.ts';
import { useAccount } from '../features/sessions/index.ts';

/** About one's own chart. */
export function ConsentsRoute(): ReactNode {
  return <ConsentsPage top={<PeopleTabs />} />;
}

export function InviteRoute(): ReactNode {
  return <InvitePage patientLabel={useAccount()?.displayName ?? ''} />;
}

export function ConsentRoute(): ReactNode {
  const { consentId } = useParams({ from: '/member/consents/$consentId' });
  return <ConsentPage key={consentId} consentId={consentId} />;
}
