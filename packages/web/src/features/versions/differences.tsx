import { Table, Text as Words } from '@mantine/core';
import type { Resource } from '@wardkeep/contract';
import { type ReactNode, useMemo } from 'react';
import { useText } from '../../ui/text.ts';
import { useRecordWords } from '../records/index.ts';
import { type Difference, compareRecords } from './compare-rules.ts';
import classes from './versions-page.module.css';

interface DifferencesProps {
  readonly before: Resource;
  readonly after: Resource;
  readonly beforeName: string;
  readonly afterName: string;
}

/** Side by side, and only what differs. */
export function Differences({ before, after, beforeName, afterName }: DifferencesProps): ReactNode {
  const t = useText();
  const words = useRecordWords();
  const rows = useMemo(() => compareRecords(before, after, words), [before, after, words]);
  if (rows.length === 0) return <Words mt="md">{t('versions.same')}</Words>;
  return (
    <Table className={classes.table ?? ''} mt="md" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="28%">{t('versions.what')}</Table.Th>
          <Table.Th w="36%">{beforeName}</Table.Th>
          <Table.Th w="36%">{afterName}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- two versions never change
          <DifferenceRow key={place} row={row} names={[beforeName, afterName]} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface DifferenceRowProps {
  readonly row: Difference;
  readonly names: readonly [string, string];
}

function DifferenceRow({ row, names }: DifferenceRowProps): ReactNode {
  const t = useText();
  const nothing = <Words c="dimmed">{t('versions.nothing')}</Words>;
  const said = (values: readonly string[], Mark: 'del' | 'ins'): ReactNode =>
    values.length === 0
      ? nothing
      : values.map((value) => (
          <Mark key={value} className={classes[Mark]}>
            {value}
          </Mark>
        ));
  return (
    <Table.Tr>
      <Table.Th scope="row">{row.label}</Table.Th>
      <Table.Td data-name={names[0]}>{said(row.before, 'del')}</Table.Td>
      <Table.Td data-name={names[1]}>{said(row.after, 'ins')}</Table.Td>
    </Table.Tr>
  );
}
