import type { Erasure } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { type Format, useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import classes from './erasure-steps.module.css';

interface Step {
  readonly name: string;
  readonly words: string;
  readonly state: 'done' | 'now' | 'ahead';
}

/** From asking to the last backup, as a line of four moments with their dates. */
export function ErasureSteps({ erasure }: { readonly erasure: Erasure }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={t('erasure.steps')}>
      <ol className={classes.steps}>
        {stepsOf(erasure, t, format).map(({ name, words, state }) => (
          <li
            key={name}
            className={classes.step}
            data-state={state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <strong>{name}</strong>
            <span className={classes.words}>{words}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** How many of the steps lie behind, in each state; the next one is where the person stands. */
const BEHIND: Readonly<Record<Erasure['state'], number>> = {
  none: 0,
  cancelled: 0,
  waiting: 1,
  confirmable: 1,
  erasing: 2,
};

function stepsOf(erasure: Erasure, t: Text, format: Format): readonly Step[] {
  const { state, waitingDays: days, requestedAt, confirmableFrom, backupsGoneBy } = erasure;
  const isAsked = state !== 'none' && state !== 'cancelled';
  const asked = isAsked && requestedAt !== null ? format.dateTime(requestedAt) : undefined;
  const from = isAsked && confirmableFrom !== null ? format.dateTime(confirmableFrom) : undefined;
  const steps = [
    { name: t('erasure.step.ask'), words: asked ?? t('erasure.step.ask.words', { days }) },
    {
      name: t('erasure.step.confirm'),
      words:
        from === undefined
          ? t('erasure.step.confirm.after', { days })
          : t('erasure.step.confirm.from', { date: from }),
    },
    { name: t('erasure.step.erase'), words: t('erasure.step.erase.words') },
    {
      name: t('erasure.step.backups'),
      words: t('erasure.step.backups.words', { date: format.date(backupsGoneBy) }),
    },
  ];
  return steps.map((step, place) => ({ ...step, state: placeState(place, BEHIND[state]) }));
}

function placeState(place: number, behind: number): Step['state'] {
  if (place < behind) return 'done';
  return place === behind ? 'now' : 'ahead';
}
