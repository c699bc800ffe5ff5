import { Checkbox, SegmentedControl, Select, Skeleton } from '@mantine/core';
import type { ResultSeries } from '@wardkeep/contract';
import { type ReactNode, Suspense, lazy, useMemo, useRef, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { hasRecord, withRecords } from '../sharing/index.ts';
import { useChoosing } from './choosing.tsx';
import { AddLink } from './entry-section.tsx';
import { LatestResults } from './latest-results.tsx';
import { type ResultChoice, firstChoice, resultChoices } from './result-choices.ts';
import classes from './results-section.module.css';
import { ResultsTable } from './results-table.tsx';

// The plotting library is larger than the rest of the page.
const ResultsPlot = lazy(async () => {
  const { ResultsPlot: component } = await import('./results-plot.tsx');
  return { default: component };
});

interface ResultsSectionProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly series: readonly ResultSeries[];
  /** Said where there is nothing; without it, the section is left out. */
  readonly none?: string;
}

/** The newest values, and one measurement over time, as a line or as a table. */
export function ResultsSection({ title, icon, series, none }: ResultsSectionProps): ReactNode {
  const t = useText();
  const choices = useMemo(() => resultChoices(series, t('results.bloodPressure')), [series, t]);
  const [key, setKey] = useState<string | null>(null);
  const choice = choices.find((one) => one.key === key) ?? firstChoice(choices);
  const curve = useRef<HTMLDivElement>(null);
  const { active } = useChoosing();
  const add = <AddLink kind="measurement" type="Observation" label={t('chart.add.measurement')} />;
  if (!choice)
    return none === undefined ? null : (
      <Card title={title} icon={icon} action={add}>
        <span className={classes.none}>{none}</span>
      </Card>
    );
  const choose = (next: string): void => {
    setKey(next);
    // Where the curve stands above the list, it may have scrolled out of sight.
    curve.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Card title={title} icon={icon} action={active ? <ChooseResults choice={choice} /> : add}>
      <div className={classes.columns}>
        <div ref={curve} className={classes.curve}>
          <OverTime choices={choices} choice={choice} onChoose={setKey} />
        </div>
        {choices.length > 1 && (
          <LatestResults
            label={t('results.latest')}
            choices={choices}
            chosen={choice.key}
            onChoose={choose}
          />
        )}
      </div>
    </Card>
  );
}

interface OverTimeProps {
  readonly choices: readonly ResultChoice[];
  readonly choice: ResultChoice;
  readonly onChoose: (key: string | null) => void;
}

function OverTime({ choices, choice, onChoose }: OverTimeProps): ReactNode {
  const t = useText();
  // With years alone, a curve would tell what is not so.
  const { isRedacted } = useOpenChart().rights;
  const [view, setView] = useState(isRedacted ? 'table' : 'plot');
  return (
    <>
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
          onChange={onChoose}
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
    </>
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
