import type { Resource } from '@wardkeep/contract';
import { type ReactNode, useMemo } from 'react';
import { RecordAnchor } from '../open-chart/index.ts';
import { describeElements } from './describe-value.ts';
import { useRecordWords } from './record-words.ts';
import classes from './record-view.module.css';
import type { Row, Shown } from './shown.ts';

interface RecordViewProps {
  readonly resource: Resource;
  /** Whether references lead anywhere: a recipient of a share has no chart to follow them into. */
  readonly linked: boolean;
}

/** Any FHIR R4 resource as labels and values. */
export function RecordView({ resource, linked }: RecordViewProps): ReactNode {
  const words = useRecordWords();
  const rows = useMemo(() => describeElements(resource, words), [resource, words]);
  return <Rows rows={rows} linked={linked} />;
}

function Rows({ rows, linked }: { readonly rows: readonly Row[]; readonly linked: boolean }) {
  return (
    <dl className={classes.rows}>
      {rows.map(({ element, label, values }) => (
        <div key={element} className={classes.row}>
          <dt>{label}</dt>
          {values.map((value, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- a resource shown never changes
            <dd key={place}>
              <Value value={value} linked={linked} />
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function Value({ value, linked }: { readonly value: Shown; readonly linked: boolean }): ReactNode {
  if (value.kind === 'group') return <Rows rows={value.rows} linked={linked} />;
  if (value.kind === 'text' || !linked) return value.text;
  return (
    <RecordAnchor type={value.type} id={value.id} inherit>
      {value.text}
    </RecordAnchor>
  );
}
