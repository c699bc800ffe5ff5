import type { Chart, ChartEntry, Document, ResultSeries } from '@wardkeep/contract';
import { type ReactNode, useMemo } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { unitText, useRecordWords } from '../records/index.ts';
import { isCurrent, isVitalSign } from './chart-items.ts';
import type { ChartDetails } from './details-query.ts';
import { entryTime } from './entry-line.tsx';
import classes from './printed.module.css';
import { type ResultChoice, resultChoices } from './result-choices.ts';
import { usePrinting } from './use-printing.ts';

interface PrintedProps {
  readonly chart: Chart;
  readonly documents: readonly Document[];
  readonly details: ChartDetails;
}

/** The chart on paper: a summary in words and tables, and nothing to press. */
export function Printed(props: PrintedProps): ReactNode {
  return usePrinting() && <Paper {...props} />;
}

const VISITS = 10;

function Paper({ chart, documents, details }: PrintedProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const current = (entries: readonly ChartEntry[]): readonly ChartEntry[] =>
    entries.filter((entry) => isCurrent(entry, now));
  const past = (entries: readonly ChartEntry[]): readonly ChartEntry[] =>
    entries.filter((entry) => !isCurrent(entry, now));
  const allergies = chart.allergies.map((entry) => {
    const severity = details.allergies.get(entry.id)?.severity ?? null;
    const words = severity === null ? [] : [t(`chart.severity.${severity}`)];
    return { ...entry, detail: [entry.detail ?? [], words].flat().join(' · ') };
  });
  return (
    <div className={classes.paper}>
      <Lines title={t('chart.allergies')} entries={allergies} none={t('chart.allergies.none')} />
      <Lines
        title={t('chart.conditions')}
        entries={current(chart.conditions)}
        none={t('chart.conditions.none')}
      />
      <Lines
        title={t('chart.medications')}
        entries={current(chart.medications)}
        none={t('chart.medications.none')}
      />
      <Newest title={t('chart.vitals')} series={chart.series.filter(isVitalSign)} />
      <Newest
        title={t('chart.results')}
        series={chart.series.filter((series) => !isVitalSign(series))}
      />
      <Lines title={t('chart.immunizations')} entries={chart.immunizations} />
      <Lines title={t('chart.procedures')} entries={details.procedures} withoutDetail />
      <Lines title={t('print.past')} entries={past(chart.conditions)} />
      <Lines title={t('print.visits')} entries={chart.encounters.slice(0, VISITS)} />
      <Lines title={t('chart.notes')} entries={details.notes} />
      {documents.length > 0 && (
        <section>
          <h2>{t('documents.title')}</h2>
          <ul>
            {documents.map(({ documentId, title, createdAt }) => (
              <li key={documentId}>
                {title} · {format.date(createdAt)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={classes.foot}>{t('print.foot', { at: format.dateTime(now) })}</p>
    </div>
  );
}

interface LinesProps {
  readonly title: string;
  readonly entries: readonly ChartEntry[];
  /** Said where there is nothing; without it, the section is left out. */
  readonly none?: string;
  readonly withoutDetail?: true;
}

function Lines({ title, entries, none, withoutDetail }: LinesProps): ReactNode {
  const format = useFormat();
  const words = useRecordWords();
  if (entries.length === 0 && none === undefined) return null;
  const line = (entry: ChartEntry): string =>
    [
      entryTime(entry, format),
      withoutDetail ? null : entry.detail,
      entry.status === null || SAID_ALREADY.has(entry.status) ? null : words.code(entry.status),
    ]
      .filter((part) => part !== null && part !== '')
      .join(' · ');
  return (
    <section>
      <h2>{title}</h2>
      {entries.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <li key={`${entry.type}/${entry.id}`}>
              <strong>{entry.title}</strong> {line(entry)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Of what stands under a heading that says so. */
const SAID_ALREADY = new Set(['active', 'completed', 'finished', 'final', 'current', 'unknown']);

function Newest({ title, series }: { readonly title: string; readonly series: Chart['series'] }) {
  const t = useText();
  const choices = useMemo(() => resultChoices(series, t('results.bloodPressure')), [series, t]);
  if (choices.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            <th>{t('results.what')}</th>
            <th>{t('results.value')}</th>
            <th>{t('print.range')}</th>
            <th>{t('results.date')}</th>
          </tr>
        </thead>
        <tbody>
          {choices.map((choice) => (
            <NewestRow key={choice.key} choice={choice} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NewestRow({ choice: { title, series } }: { readonly choice: ResultChoice }): ReactNode {
  const format = useFormat();
  const [first] = series;
  const last = first?.points.at(-1);
  const ranges = series.map(({ referenceRange }) => rangeText(referenceRange, format));
  const values = series.map(({ points }) => format.number(points.at(-1)?.value ?? 0));
  return (
    <tr>
      <td>{title}</td>
      <td>
        {values.join(' / ')} {unitText(first?.unit ?? '')}
      </td>
      <td>{ranges.filter((range) => range !== '').join(' / ')}</td>
      <td>{last && format.fhirDay(last.at)}</td>
    </tr>
  );
}

function rangeText(range: ResultSeries['referenceRange'], format: Format): string {
  const { low = null, high = null } = range ?? {};
  if (low !== null && high !== null) return `${format.number(low)} – ${format.number(high)}`;
  if (low !== null) return `≥ ${format.number(low)}`;
  return high === null ? '' : `≤ ${format.number(high)}`;
}
