import { Badge, Checkbox } from '@mantine/core';
import type { ChartEntry } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { RecordAnchor } from '../open-chart/index.ts';
import { useRecordWords } from '../records/index.ts';
import { hasRecord, withRecords } from '../sharing/index.ts';
import classes from './chart-sections.module.css';
import { useChoosing } from './choosing.tsx';

interface EntryLineProps {
  readonly entry: ChartEntry;
  /** Besides its status. */
  readonly badges?: ReactNode;
}

/** One record of the chart: what it is about, when, and how it stands. */
export function EntryLine({ entry, badges }: EntryLineProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { active, selection, setSelection } = useChoosing();
  const details = [entryTime(entry, format), entry.detail].filter(
    (part) => part !== null && part !== '',
  );
  return (
    <li className={classes.item}>
      {active && (
        <Checkbox
          mt={3}
          aria-label={t('chart.choose', { title: entry.title })}
          checked={hasRecord(selection, entry)}
          onChange={(event) =>
            setSelection(withRecords(selection, [entry], event.currentTarget.checked))
          }
        />
      )}
      <div className={classes.words}>
        <RecordAnchor type={entry.type} id={entry.id} className={classes.title ?? ''}>
          {entry.title}
        </RecordAnchor>
        {details.length > 0 && <div className={classes.detail}>{details.join(' · ')}</div>}
      </div>
      {badges}
      <Status status={entry.status} />
    </li>
  );
}

/** Only what tells entries apart: that a visit is finished or a vaccine was given goes without saying. */
const UNREMARKABLE = new Set(['completed', 'finished', 'final', 'current', 'unknown']);
const CURRENT = new Set(['active', 'in-progress', 'recurrence', 'relapse', 'planned']);

function Status({ status }: { readonly status: string | null }): ReactNode {
  const words = useRecordWords();
  if (status === null || UNREMARKABLE.has(status)) return null;
  return (
    <Badge variant="light" mt={4} color={CURRENT.has(status) ? 'ward' : 'gray'}>
      {words.code(status)}
    </Badge>
  );
}

export function entryTime({ startedAt, endedAt }: ChartEntry, format: Format): string | null {
  if (startedAt === null) return endedAt === null ? null : `– ${format.fhirDay(endedAt)}`;
  const start = format.fhirDay(startedAt);
  const end = endedAt === null ? start : format.fhirDay(endedAt);
  return start === end ? start : `${start} – ${end}`;
}
