import { Table } from '@mantine/core';
import type { ReplyOf, readDashboard } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './figures.module.css';

const DAY_MS = 86_400_000;

interface KeyAgesProps {
  readonly keys: ReplyOf<typeof readDashboard>['keys'];
}

/** The oldest first. */
export function KeyAges({ keys }: KeyAgesProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow().getTime();
  const oldest = keys.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <section className={classes.scroll} tabIndex={0} aria-label={t('figures.keys')}>
      <Table stickyHeader verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('figures.keys.name')}</Table.Th>
            <Table.Th>{t('figures.keys.made')}</Table.Th>
            <Table.Th ta="right">{t('figures.keys.age')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {oldest.map(({ name, createdAt }) => (
            <Table.Tr key={name}>
              <Table.Td className={classes.code ?? ''} translate="no">
                {name}
              </Table.Td>
              <Table.Td>{format.date(createdAt)}</Table.Td>
              <Table.Td ta="right">
                {t('figures.keys.days', {
                  days: Math.max(0, Math.floor((now - Date.parse(createdAt)) / DAY_MS)),
                })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
