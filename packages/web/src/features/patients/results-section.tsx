import { Checkbox, SegmentedControl, Select, Skeleton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import type { ResultSeries } from '@wardkeep/contract';
import { type ReactNode, Suspense, lazy, useMemo, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { hasRecord, withRecords } from '../sharing/index.ts';
import { useChoosing } from './choosing.tsx';
import { type ResultChoice, firstChoice, resultChoices } from './result-choices.ts';
import classes from './results-section.module.css';
import { ResultsTable } from './results-table.tsx';

// The plotting library is larger than the rest of the page.
const ResultsPlot = lazy(async () => {
  const { ResultsPlot: component } = await import('./results-plot.tsx');
  return { default: component };
});

/** One measurement over time, as a line or as a table. */
export function ResultsSection({
  series,
}: {
  readonly series: readonly ResultSeries[];
}): ReactNode {
  const t = useText();
  const choices = useMemo(() => resultChoices(series, t('results.bloodPressure')), [series, t]);
  const [key, setKey] = useState<string | null>(null);
  // With years alone, a curve would tell what is not so.
  const { isRedacted } = useOpenChart().rights;
  const [view, setView] = useState(isRedacted ? 'table' : 'plot');
  const choice = choices.find((one) => one.key === key) ?? firstChoice(choices);
  if (!choice) return null;
  return (
    <Card
      title={t('chart.results')}
      icon={<IconChartLine size={20} />}
      action={<ChooseResults choice={choice} />}
    >
      <div className={classes.controls}>
        <Select
          className={classes.select ?? ''}
          label={t('results.choose')}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('results.notFound')}
          // The list itself scrolls: a scroll area around it can't be reached by keys.
          withScrollArea={false}
          classNames={{ options: classes.options ?? '' }}
          // What is typed replaces the present choice instead of adding to its name.
          onFocus={(event) => event.currentTarget.select()}
          onClick={(event) => event.currentTarget.select()}
          data={choices.map(({ key: value, title }) => ({ value, label: title }))}
          value={choice.key}
          onChange={setKey}
        />
        {!isRedacted && (
          <SegmentedControl
            aria-label={t('results.view')}
            value={view}
            onChange={setView}
            data={[
              { value: 'plot', label: t('results.plot') },
              { value: 'table', label: t('results.table') },
            ]}
          />
        )}
      </div>
      {view === 'plot' ? (
        <Suspense fallback={<Skeleton height={300} radius="md" />}>
          <ResultsPlot choice={choice} />
        </Suspense>
      ) : (
        <ResultsTable choice={choice} />
      )}
    </Card>
  );
}

/** Shares the results that are in view. */
function ChooseResults({ choice }: { readonly choice: ResultChoice }): ReactNode {
  const t = useText();
  const { active, selection, setSelection } = useChoosing();
  if (!active) return null;
  const ids = new Set(choice.series.flatMap(({ points }) => points.map(({ id }) => id)));
  const records = [...ids].map((id) => ({ type: 'Observation', id }));
  const chosen = records.filter((record) => hasRecord(selection, record)).length;
  return (
    <Checkbox
      label={t('results.share', { title: choice.title })}
      checked={chosen === records.length}
      indeterminate={chosen > 0 && chosen < records.length}
      onChange={(event) =>
        setSelection(withRecords(selection, records, event.currentTarget.checked))
      }
    />
  );
}
