import { SegmentedControl } from '@mantine/core';
import type { Chart, Document } from '@wardkeep/contract';
import { type ReactNode, Suspense, lazy, useMemo, useState } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Waiting } from '../../ui/loaded.tsx';
import { useText } from '../../ui/text.ts';
import { unitText } from '../records/index.ts';
import { type ChartItem, itemsOf } from './chart-items.ts';
import { ChartNav } from './chart-nav.tsx';
import { ChartSections } from './chart-sections.tsx';
import classes from './chart-view.module.css';
import { useChoosing } from './choosing.tsx';
import { type ChartDetails, useChartDetails } from './details-query.ts';
import { FindField } from './find-field.tsx';
import { Printed } from './printed.tsx';

const Timeline = lazy(async () => ({ default: (await import('./timeline.tsx')).Timeline }));
const FindResults = lazy(async () => ({
  default: (await import('./find-results.tsx')).FindResults,
}));

interface ChartViewProps {
  readonly chart: Chart;
  readonly documents: readonly Document[];
}

/** The chart by its parts, by time, or by what somebody looks for. */
export function ChartView({ chart, documents }: ChartViewProps): ReactNode {
  const t = useText();
  const details = useChartDetails(chart);
  const items = useItems(chart, details);
  const choosing = useChoosing();
  const [view, setView] = useState('parts');
  const [sought, setSought] = useState('');
  const [inside, setInside] = useState('');
  const shown = choosing.active ? 'parts' : view;
  const isSeeking = sought.trim() !== '' && !choosing.active;
  return (
    <>
      <div className={`${classes.view} wk-no-print`}>
        {!choosing.active && (
          <div className={classes.bar}>
            <FindField
              value={sought}
              onChange={setSought}
              onSend={() => setInside(sought.trim())}
            />
            <SegmentedControl
              aria-label={t('chart.view')}
              value={view}
              onChange={(next) => {
                setView(next);
                setSought('');
              }}
              data={[
                { value: 'parts', label: t('chart.view.parts') },
                { value: 'timeline', label: t('chart.view.timeline') },
              ]}
            />
          </div>
        )}
        {!isSeeking && shown === 'parts' && (
          <>
            <ChartNav items={items} documents={documents.length} />
            <ChartSections chart={chart} documents={documents} details={details} />
          </>
        )}
        <Suspense fallback={<Waiting heights={[200, 200]} />}>
          {isSeeking && (
            <FindResults
              chart={chart}
              items={items}
              documents={documents}
              sought={sought}
              inside={inside === sought.trim() ? inside : ''}
              onInside={() => setInside(sought.trim())}
            />
          )}
          {!isSeeking && shown === 'timeline' && <Timeline items={items} />}
        </Suspense>
      </div>
      <Printed chart={chart} documents={documents} details={details} />
    </>
  );
}

function useItems(chart: Chart, details: ChartDetails): readonly ChartItem[] {
  const t = useText();
  const format = useFormat();
  return useMemo(
    () =>
      itemsOf(chart, details, {
        bloodPressure: t('results.bloodPressure'),
        value: (value, unit) => `${format.number(value)} ${unitText(unit ?? '')}`.trim(),
      }),
    [chart, details, t, format],
  );
}
