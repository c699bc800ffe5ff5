import { Alert } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { PersonId, type Relationship } from '@wardkeep/contract';
import { type ReactNode, useCallback, useMemo } from 'react';
import { ConsentPage, ConsentsPage, InvitePage } from '../features/consents/index.ts';
import { GuardiansPage } from '../features/dependants/index.ts';
import { EmergencyBanner, EmergencyNews } from '../features/emergency/index.ts';
import { CareTeamCard } from '../features/organisations/index.ts';
import { useOpenChart } from '../features/open-chart/index.ts';
import { ChartPage } from '../features/patients/index.ts';
import { RecordPage } from '../features/records/index.ts';
import {
  ChartBanner,
  ChartGate,
  EndedPage,
  relationshipName,
  useRelationships,
} from '../features/relationships/index.ts';
import { useAccount } from '../features/sessions/index.ts';
import { ShareButton } from '../features/sharing/index.ts';
import { useText } from '../ui/text.ts';

/** Around every page of somebody else's chart. */
export function PersonRoute(): ReactNode {
  const { patientId } = useParams({ from: '/member/people/$patientId' });
  const navigate = useNavigate();
  const parsed = PersonId.safeParse(patientId);
  const onEnded = useCallback(
    () => void navigate({ to: '/people/ended', replace: true }),
    [navigate],
  );
  if (!parsed.success) return <EndedPage />;
  return (
    <ChartGate key={patientId} patientId={parsed.data} onEnded={onEnded}>
      {(relationships, check) => (
        <>
          <Emergency relationships={relationships} onEnded={check} />
          <ChartBanner relationships={relationships} />
          <Outlet />
        </>
      )}
    </ChartGate>
  );
}

interface EmergencyProps {
  readonly relationships: readonly Relationship[];
  readonly onEnded: () => void;
}

function Emergency({ relationships, onEnded }: EmergencyProps): ReactNode {
  const until = relationships.find(({ kind }) => kind === 'emergency')?.until ?? null;
  return until !== null && <EmergencyBanner until={until} onEnded={onEnded} />;
}

export function PersonChartRoute(): ReactNode {
  const { patientId } = useParams({ from: '/member/people/$patientId' });
  const { share } = useSearch({ from: '/member/people/$patientId/chart' });
  const { rights } = useOpenChart();
  const relationships = useRelationships(true).data?.relationships ?? [];
  const isInTeam = relationships.some(
    (one) => one.kind === 'care-team' && one.patientId === patientId,
  );
  const navigate = useNavigate();
  return (
    <ChartPage
      top={
        <>
          {rights.manage && <EmergencyNews />}
          <SeenLess />
        </>
      }
      bottom={isInTeam && <CareTeamCard />}
      sharing={share ?? false}
      onSharing={(sharing) =>
        void navigate({
          to: '/people/$patientId/chart',
          params: { patientId },
          search: sharing ? { share: true } : {},
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}

/** Of what is made for some roles, and is not the chart itself. */
function SeenLess(): ReactNode {
  const t = useText();
  const role = useAccount()?.session.role;
  if (role !== 'client' && role !== 'technologist') return null;
  return (
    <Alert
      color="ward"
      variant="light"
      icon={<IconEyeOff size={20} />}
      title={t(`redacted.${role}`)}
    >
      {t(`redacted.${role}.words`)}
    </Alert>
  );
}

export function PersonRecordRoute(): ReactNode {
  const { type, id } = useParams({ from: '/member/people/$patientId/records/$type/$id' });
  const selection = useMemo(() => ({ records: [{ type, id }], documents: [] }), [type, id]);
  return (
    <RecordPage
      key={`${type}/${id}`}
      type={type}
      id={id}
      actions={<ShareButton selection={selection} />}
    />
  );
}

export function PersonConsentsRoute(): ReactNode {
  return <ConsentsPage />;
}

export function PersonInviteRoute(): ReactNode {
  const t = useText();
  const { patientId } = useOpenChart();
  const relationships = useRelationships().data?.relationships ?? [];
  const found = relationships.find((one) => one.patientId === patientId);
  return <InvitePage patientLabel={found ? relationshipName(t, found) : ''} />;
}

export function PersonConsentRoute(): ReactNode {
  const { consentId } = useParams({ from: '/member/people/$patientId/consents/$consentId' });
  return <ConsentPage key={consentId} consentId={consentId} />;
}

export function GuardiansRoute(): ReactNode {
  const navigate = useNavigate();
  return <GuardiansPage onEndedOwn={() => void navigate({ to: '/dependants', replace: true })} />;
}
