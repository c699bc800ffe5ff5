import { Table } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { use as register } from 'echarts/core';
import { type ReactNode, useCallback } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { Plot, type PlotStyle } from '../../ui/plot.tsx';
import { useText } from '../../ui/text.ts';
import { type Figure, figureOption, stepWords } from './figure-option.ts';
import classes from './figures.module.css';
import { type Series, stepRows, totalOf } from './steps.ts';

register([BarChart, LineChart]);

interface FigurePlotProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly stepMinutes: number;
  readonly kind?: Figure['kind'];
}

/** A plot with its totals above, and the same as a table below. */
export function FigurePlot(props: FigurePlotProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { title, series, stepMinutes, kind = 'counts' } = props;
  const summary = series.map((one) => totalWords(one, kind, format)).join(' · ');
  // Compared by what they say: the page makes them anew each time that it is drawn.
  const drawn = JSON.stringify(series);
  const option = useCallback(
    (style: PlotStyle) => {
      const again = JSON.parse(drawn) as Series[]; // what was made into text above
      return figureOption({ series: again, stepMinutes, kind }, format, style);
    },
    [drawn, stepMinutes, kind, format],
  );
  const isEmpty = series.every((one) => totalOf(one) === 0);
  if (isEmpty) return <p className={classes.nothing}>{t('figures.table.nothing')}</p>;
  return (
    <>
      <p className={classes.summary}>{summary}</p>
      <Plot size="small" label={t('figures.plotOf', { title, summary })} option={option} />
      <details className={classes.details}>
        <summary>{t('figures.table')}</summary>
        <FigureTable {...props} />
      </details>
    </>
  );
}

/** Of a level, what it is now. */
function totalWords(one: Series, kind: Figure['kind'], format: Format): string {
  const value = kind === 'level' ? (one.points.at(-1)?.value ?? 0) : totalOf(one);
  return `${one.name}: ${format.number(value)}`;
}

function FigureTable({ title, series, stepMinutes }: FigurePlotProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const rows = stepRows(series)
    .filter(({ values }) => values.some((value) => value !== 0))
    .toReversed();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <section className={classes.scroll} tabIndex={0} aria-label={title}>
      <Table stickyHeader verticalSpacing={4} fz="sm">
        <Table.Caption>{t('figures.table.some')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('figures.at')}</Table.Th>
            {series.map(({ name }) => (
              <Table.Th key={name} ta="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ at, values }) => (
            <Table.Tr key={at}>
              <Table.Td>{stepWords(at, stepMinutes, format)}</Table.Td>
              {series.map(({ name }, place) => (
                <Table.Td key={name} ta="right">
                  {format.number(values[place] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
