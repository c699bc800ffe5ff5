import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './waiting-count.module.css';

interface WaitingCountProps {
  readonly count: number;
  /** What waits, in words, for who does not see that the number is a mark. */
  readonly words: string;
}

/** A number beside the way to where something waits; nothing when nothing does. */
export function WaitingCount({ count, words }: WaitingCountProps): ReactNode {
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
