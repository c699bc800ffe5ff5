import { Badge, Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ResultSeries } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { unitText } from '../records/index.ts';
import type { ResultChoice } from './result-choices.ts';
import classes from './results-section.module.css';
import { sparkPath } from './spark-path.ts';

interface LatestResultsProps {
  readonly label: string;
  readonly choices: readonly ResultChoice[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

const SHOWN = 8;

/** The newest value of each kind, newest first; pressing one shows how it came to be. */
export function LatestResults({ label, choices, chosen, onChoose }: LatestResultsProps): ReactNode {
  const t = useText();
  const [open, setOpen] = useState(false);
  const sorted = choices.toSorted((a, b) => lastAt(b).localeCompare(lastAt(a)));
  const shown = open ? sorted : sorted.slice(0, SHOWN);
  return (
    <div className={classes.latest}>
      <ul className={classes.list} aria-label={label}>
        {shown.map((choice) => (
          <li key={choice.key}>
            <button
              type="button"
              className={classes.row}
              aria-pressed={choice.key === chosen}
              onClick={() => onChoose(choice.key)}
            >
              <LatestRow choice={choice} />
            </button>
          </li>
        ))}
      </ul>
      {sorted.length > SHOWN && (
        <Button
          mt="xs"
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          rightSection={open ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        >
          {open ? t('list.showFewer') : t('list.showAll', { count: sorted.length })}
        </Button>
      )}
    </div>
  );
}

const lastAt = ({ series }: ResultChoice): string => series[0]?.points.at(-1)?.at ?? '';

function LatestRow({ choice }: { readonly choice: ResultChoice }): ReactNode {
  const format = useFormat();
  const [first] = choice.series;
  const values = choice.series.map(({ points }) => format.number(points.at(-1)?.value ?? 0));
  return (
    <>
      <span className={classes.what}>
        <span className={classes.name}>{choice.title}</span>
        <span className={classes.when}>{format.fhirDay(lastAt(choice))}</span>
      </span>
      {first && <Spark series={first} />}
      <span className={classes.number}>
        {values.join(' / ')} <span className={classes.unit}>{unitText(first?.unit ?? '')}</span>
      </span>
      {first && <Outside series={first} />}
    </>
  );
}

/** The shape of the last values; the plot beside it has the numbers. */
function Spark({ series }: { readonly series: ResultSeries }): ReactNode {
  const path = sparkPath(series.points.slice(-12).map(({ value }) => value));
  return (
    <svg className={classes.spark} viewBox="0 0 60 20" aria-hidden="true" focusable="false">
      {path !== null && <path d={path} />}
    </svg>
  );
}

/** Whether the newest value is outside of the usual range, in words and not by colour alone. */
function Outside({ series }: { readonly series: ResultSeries }): ReactNode {
  const t = useText();
  const { low = null, high = null } = series.referenceRange ?? {};
  const value = series.points.at(-1)?.value;
  if (value === undefined) return null;
  const where = low !== null && value < low ? 'low' : high !== null && value > high ? 'high' : null;
  if (where === null) return null;
  return (
    <Badge variant="light" color="honey" className={classes.outside ?? ''}>
      {t(`results.${where}`)}
    </Badge>
  );
}
