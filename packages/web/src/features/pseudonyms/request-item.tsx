import { Badge } from '@mantine/core';
import {
  type PersonId,
  type Reidentification,
  approveReidentification,
  refuseReidentification,
} from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { useAccount } from '../sessions/index.ts';
import { useAccounts } from '../system/index.ts';
import { ReadButton } from './read-button.tsx';
import { WhoDialog } from './who-dialog.tsx';
import { useReidentificationStep } from './reidentification-query.ts';

interface RequestItemProps {
  readonly request: Reidentification;
}

const COLORS = {
  waiting: 'honey',
  approved: 'ward',
  refused: 'gray',
  expired: 'gray',
  read: 'gray',
} as const;

export function RequestItem({ request }: RequestItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const nameOf = useNames();
  const isOwn = useIsOwn(request);
  // Here, and not with the button: once it is read, the button is gone.
  const [patientId, setPatientId] = useState<PersonId | null>(null);
  const { state, pseudonym, reason, requestedBy, requestedAt, approvedBy, expiresAt } = request;
  const isOpen = state === 'waiting' || state === 'approved';
  return (
    <li>
      <Item
        name={pseudonym}
        badges={
          <Badge variant="light" color={COLORS[state]}>
            {t(`pseudonyms.state.${state}`)}
          </Badge>
        }
        facts={[
          t('pseudonyms.why', { reason }),
          t('pseudonyms.by', { name: nameOf(requestedBy), date: format.dateTime(requestedAt) }),
          approvedBy !== null && t('pseudonyms.approvedBy', { name: nameOf(approvedBy) }),
          isOpen && t('pseudonyms.until', { date: format.dateTime(expiresAt) }),
          state === 'waiting' && isOwn && t('pseudonyms.own'),
        ]}
        actions={isOpen && <Steps request={request} isOwn={isOwn} onRead={setPatientId} />}
      />
      {patientId !== null && (
        <WhoDialog pseudonym={pseudonym} patientId={patientId} onClose={() => setPatientId(null)} />
      )}
    </li>
  );
}

function useIsOwn({ requestedBy }: Reidentification): boolean {
  return useAccount()?.session.personId === requestedBy;
}

/** Those of accounts, as administrators see them. */
function useNames(): (personId: string) => string {
  const t = useText();
  const accounts = useAccounts().data?.accounts ?? [];
  return (personId) =>
    accounts.find((account) => account.personId === personId)?.displayName ??
    t('pseudonyms.somebody');
}

interface StepsProps extends RequestItemProps {
  readonly isOwn: boolean;
  readonly onRead: (patientId: PersonId) => void;
}

function Steps({ request, isOwn, onRead }: StepsProps): ReactNode {
  return (
    <>
      {request.state === 'waiting' && !isOwn && <Approve request={request} />}
      {request.state === 'approved' && isOwn && <ReadButton request={request} onRead={onRead} />}
      <Refuse request={request} isOwn={isOwn} />
    </>
  );
}

function Approve({ request: { requestId, pseudonym } }: RequestItemProps): ReactNode {
  const t = useText();
  const approve = useReidentificationStep<void, unknown>((client) =>
    client.call(approveReidentification, { params: { requestId } }),
  );
  return (
    <ConfirmButton
      button={t('pseudonyms.approve')}
      label={t('pseudonyms.approve.label', { pseudonym })}
      look="plain"
      title={t('pseudonyms.approve.title')}
      action={t('pseudonyms.approve')}
      change={approve}
    >
      {t('pseudonyms.approve.words')}
    </ConfirmButton>
  );
}

/** By the other person, or taken back by whoever asked. */
function Refuse({
  request: { requestId, pseudonym },
  isOwn,
}: RequestItemProps & { readonly isOwn: boolean }): ReactNode {
  const t = useText();
  const refuse = useReidentificationStep<void, unknown>((client) =>
    client.call(refuseReidentification, { params: { requestId } }),
  );
  const kind = isOwn ? 'withdraw' : 'refuse';
  return (
    <ConfirmButton
      button={t(`pseudonyms.${kind}`)}
      label={t(`pseudonyms.${kind}.label`, { pseudonym })}
      title={t(`pseudonyms.${kind}.title`)}
      action={t(`pseudonyms.${kind}`)}
      change={refuse}
    >
      {t(`pseudonyms.${kind}.words`)}
    </ConfirmButton>
  );
}
