import { Alert, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ChartButton, mayAdd, useChartGo, useOpenChart } from '../open-chart/index.ts';
import { formNamed } from './forms.ts';
import { RecordFormCard } from './record-form-card.tsx';

/** Something new, by hand. */
export function AddRecordPage({ kind }: { readonly kind: string }): ReactNode {
  const t = useText();
  const go = useChartGo();
  const { rights } = useOpenChart();
  const form = formNamed(kind);
  if (!form || !mayAdd(rights, form.type)) return <NoForm />;
  return (
    <Page title={t(form.title)} lead={t('form.lead')} width="middle">
      <RecordFormCard
        form={form}
        onLeave={go.toChart}
        onSaved={({ resourceType, id }) => go.toRecord(resourceType, String(id))}
      />
    </Page>
  );
}

/** There is no form for this, or no right to use it. */
export function NoForm(): ReactNode {
  const t = useText();
  return (
    <Page title={t('form.none')} width="middle">
      <Stack align="flex-start">
        <Alert color="honey" variant="light">
          {t('form.none.words')}
        </Alert>
        <ChartButton place="chart">{t('record.back')}</ChartButton>
      </Stack>
    </Page>
  );
}
