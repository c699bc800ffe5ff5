import type { Resource } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import {
  RecordView,
  capitalised,
  recordDate,
  recordTitle,
  useRecordWords,
} from '../records/index.ts';
import classes from './shared-chart.module.css';

/** One line that opens to the whole record. */
export function SharedRecord({ resource }: { readonly resource: Resource }): ReactNode {
  const words = useRecordWords();
  const [open, setOpen] = useState(false);
  const date = recordDate(resource);
  const kind = capitalised(words.kind(resource.resourceType, 1));
  return (
    <li className={classes.item}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={classes.summary}>
          <span className={classes.title}>{recordTitle(resource, words)}</span>
          <span className={classes.meta}>
            {date === undefined ? kind : `${kind} · ${words.format.fhirDay(date)}`}
          </span>
        </summary>
        {open && (
          <div className={classes.body}>
            <RecordView resource={resource} linked={false} />
          </div>
        )}
      </details>
    </li>
  );
}
