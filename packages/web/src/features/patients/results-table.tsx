import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { RecordAnchor } from '../open-chart/index.ts';
import { unitText } from '../records/index.ts';
import type { ResultChoice } from './result-choices.ts';
import classes from './results-section.module.css';

/** The same numbers for those who do not see a plot, and for those who want them exactly. */
export function ResultsTable({ choice }: { readonly choice: ResultChoice }): ReactNode {
  const t = useText();
  const format = useFormat();
  const rows = choice.series
    .flatMap((series) => series.points.map((point) => ({ ...point, series })))
    .toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <section className={classes.scroll} tabIndex={0} aria-label={choice.title}>
      <Table stickyHeader>
        <Table.Caption>{choice.title}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('results.date')}</Table.Th>
            {choice.series.length > 1 && <Table.Th>{t('results.what')}</Table.Th>}
            <Table.Th ta="right">{t('results.value')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id, at, value, series }) => (
            <Table.Tr key={`${series.code} ${id}`}>
              <Table.Td>
                <RecordAnchor type="Observation" id={id} inherit>
                  {format.fhirDay(at)}
                </RecordAnchor>
              </Table.Td>
              {choice.series.length > 1 && <Table.Td>{series.title}</Table.Td>}
              <Table.Td ta="right">
                {format.number(value)} {unitText(series.unit ?? '')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
