import { Table } from '@mantine/core';
import type { Epoch, Keys } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { type EpochBars, epochBars } from './epoch-bars.ts';
import classes from './epochs-plot.module.css';

/** The lives of the epoch keys, one line each, under one line of time; the same as a table for whoever asks. */
export function EpochsPlot({
  epochs,
  nextRotationAt,
}: Pick<Keys, 'epochs' | 'nextRotationAt'>): ReactNode {
  const t = useText();
  const format = useFormat();
  const bars = epochBars(epochs, { now: useNow(), nextRotationAt });
  const drawn = new Set(bars.bars.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
  const kept = epochs.filter(({ state }) => state === 'held').length;
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{t('keys.plot', { kept })}</figcaption>
      <Bars bars={bars} />
      <div className={classes.axis} aria-hidden="true">
        <span>{format.date(new Date(bars.startMs))}</span>
        <span>{format.date(new Date(bars.endMs))}</span>
      </div>
      <ul className={classes.legend}>
        {LEGEND.filter((kind) => drawn.has(kind)).map((kind) => (
          <li key={kind}>
            <span className={classes.swatch} data-kind={kind} aria-hidden="true" />
            {t(`keys.kind.${kind}`)}
          </li>
        ))}
      </ul>
      <details className={classes.details}>
        <summary>{t('keys.plot.table')}</summary>
        <EpochTable epochs={bars.bars.map(({ epoch }) => epoch)} />
      </details>
    </figure>
  );
}

const LEGEND = ['active', 'planned', 'retiring', 'held', 'ahead', 'destroyed'] as const;

function Bars({ bars: { bars, now } }: { readonly bars: EpochBars }): ReactNode {
  const t = useText();
  return (
    <div className={classes.plot} data-many={bars.length > 14 || undefined} aria-hidden="true">
      {bars.map(({ epoch, parts }) => (
        <div key={epoch.epochId} className={classes.row}>
          {parts.map(({ kind, from, width }) => (
            <span
              key={kind}
              className={classes.part}
              data-kind={kind}
              style={{ left: `${from}%`, width: `${width}%` }}
            />
          ))}
        </div>
      ))}
      <span className={classes.now} style={{ left: `${now}%` }}>
        <span>{t('keys.plot.now')}</span>
      </span>
    </div>
  );
}

function EpochTable({ epochs }: { readonly epochs: readonly Epoch[] }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Table.ScrollContainer
      minWidth={520}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={t('keys.plot.table')}
    >
      <Table verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keys.table.made')}</Table.Th>
            <Table.Th>{t('keys.table.state')}</Table.Th>
            <Table.Th>{t('keys.table.until')}</Table.Th>
            <Table.Th>{t('keys.table.people')}</Table.Th>
            <Table.Th>{t('keys.epoch')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {epochs.map((epoch) => (
            <Table.Tr key={epoch.epochId}>
              <Table.Td>{format.dateTime(epoch.createdAt)}</Table.Td>
              <Table.Td>{t(`keys.kind.${epoch.state}`)}</Table.Td>
              <Table.Td>
                {epoch.heldUntil === null ? '–' : format.dateTime(epoch.heldUntil)}
              </Table.Td>
              <Table.Td>{format.number(epoch.personKeys)}</Table.Td>
              <Table.Td className={classes.id ?? ''}>{epoch.epochId}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
