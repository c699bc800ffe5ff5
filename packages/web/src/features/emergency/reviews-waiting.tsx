import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { useReviewsWaiting } from './reviews-query.ts';
import classes from './reviews-waiting.module.css';

/** A number beside the way to the reviews; nothing when none waits. */
export function ReviewsWaiting(): ReactNode {
  const t = useText();
  const count = useReviewsWaiting();
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{t('reviews.waiting.count', { count })}</VisuallyHidden>
    </span>
  );
}
