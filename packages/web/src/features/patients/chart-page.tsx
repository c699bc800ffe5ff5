import { Button, Stack } from '@mantine/core';
import { IconFileImport, IconShare2 } from '@tabler/icons-react';
import type { Chart } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Loaded, Waiting } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import '../../ui/print.css';
import { useText } from '../../ui/text.ts';
import { useDocuments } from '../documents/index.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import { AddMenu, DownloadMenu, DownloadProblem } from './chart-menus.tsx';
import { ChartView } from './chart-view.tsx';
import { PatientLine } from './patient-line.tsx';
import { isEmptyChart, useChart } from './chart-query.ts';
import { EmptyChart } from './empty-chart.tsx';
import { ShareBar } from './share-bar.tsx';
import { ChoosingProvider, useChoosing } from './choosing.tsx';

interface ChartPageProps {
  /** What other features have to say about whose chart it is, above everything. */
  readonly top?: ReactNode;
  /** The same, below everything. */
  readonly bottom?: ReactNode;
  /** Ticking what to share, kept in the address so that other pages can lead here. */
  readonly sharing: boolean;
  readonly onSharing: (sharing: boolean) => void;
}

export function ChartPage({ top, bottom, sharing, onSharing }: ChartPageProps): ReactNode {
  const query = useChart();
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <ChoosingProvider active={sharing} onActive={onSharing}>
      <Page
        title={usePageTitle(query.data)}
        lead={query.data?.patient && <PatientLine patient={query.data.patient} />}
        actions={query.data && <ChartActions chart={query.data} onError={setProblem} />}
      >
        <Stack gap="lg">
          <DownloadProblem error={problem} />
          <div className="wk-no-print">{top}</div>
          <Loaded query={query} skeleton={[340, 220, 220]}>
            {(chart) => <ChartBody chart={chart} />}
          </Loaded>
          <div className="wk-no-print">{bottom}</div>
        </Stack>
      </Page>
      <ShareBar />
    </ChoosingProvider>
  );
}

function usePageTitle(chart: Chart | undefined): string {
  const t = useText();
  const { isOwn, patientId = '', rights } = useOpenChart();
  if (rights.isRedacted) return t('chart.title.pseudonym', { pseudonym: patientId.slice(0, 8) });
  const name = chart?.patient?.name ?? '';
  return name === '' ? t(isOwn ? 'chart.title' : 'chart.title.theirs') : name;
}

function ChartBody({ chart }: { readonly chart: Chart }): ReactNode {
  const documents = useDocuments();
  if (documents.isLoading && isEmptyChart(chart)) return <Waiting heights={[220]} />;
  const attached = documents.data?.documents ?? [];
  return isEmptyChart(chart) && attached.length === 0 ? (
    <EmptyChart />
  ) : (
    <ChartView chart={chart} documents={attached} />
  );
}

interface ChartActionsProps {
  readonly chart: Chart;
  readonly onError: (error: unknown) => void;
}

function ChartActions({ chart, onError }: ChartActionsProps): ReactNode {
  const t = useText();
  const choosing = useChoosing();
  const { rights } = useOpenChart();
  if (choosing.active || isEmptyChart(chart)) return null;
  return (
    <>
      <AddMenu />
      {rights.addRecords && (
        <ChartButton place="import" variant="default" leftSection={<IconFileImport size={18} />}>
          {t('chart.import')}
        </ChartButton>
      )}
      {rights.share && (
        <Button
          variant="default"
          leftSection={<IconShare2 size={18} />}
          onClick={() => choosing.setActive(true)}
        >
          {t('chart.share')}
        </Button>
      )}
      {rights.openRecords && <DownloadMenu onError={onError} />}
    </>
  );
}
