import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { WaitingCount } from '../../ui/waiting-count.tsx';
import { useReviewsWaiting } from './reviews-query.ts';

/** A number beside the way to the reviews; nothing when none waits. */
export function ReviewsWaiting(): ReactNode {
  const t = useText();
  const count = useReviewsWaiting();
  return <WaitingCount count={count} words={t('reviews.waiting.count', { count })} />;
}
