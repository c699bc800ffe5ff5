import { Badge, Button } from '@mantine/core';
import type { EmergencyReview } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useAccount } from '../sessions/index.ts';
import { isOpen } from './access-rules.ts';
import { useAccessWords } from './access-words.ts';
import { ReviewDialog } from './review-dialog.tsx';

interface ReviewItemProps {
  readonly review: EmergencyReview;
}

export function ReviewItem({ review }: ReviewItemProps): ReactNode {
  const t = useText();
  const words = useAccessWords();
  const format = useFormat();
  const { disputeWords, reviewWords, outcome, reviewedAt, patientPseudonym: pseudonym } = review;
  const isOwn = useAccount()?.session.personId === review.by.personId;
  return (
    <li>
      <Item
        name={words.who(review)}
        badges={<Marks review={review} />}
        facts={[
          words.when(review),
          words.why(review),
          words.count(review),
          t('reviews.patient', { pseudonym }),
          disputeWords !== null && t('reviews.dispute.words', { words: disputeWords }),
          reviewedAt === null && t('reviews.due', { date: format.dateTime(review.reviewDueAt) }),
          reviewedAt !== null &&
            t('reviews.done', { date: format.dateTime(reviewedAt), words: reviewWords ?? '' }),
          isOwn && t('reviews.own'),
        ]}
        // What was found a misuse stays one.
        actions={!isOwn && outcome !== 'misuse' && <Review review={review} />}
      />
    </li>
  );
}

function Marks({ review }: ReviewItemProps): ReactNode {
  const t = useText();
  const { outcome, disputedAt, isOverdue } = review;
  const isStillOpen = isOpen(review, useNow());
  return (
    <>
      {isStillOpen && <Badge color="wax">{t('emergencies.open')}</Badge>}
      {disputedAt !== null && (
        <Badge variant="light" color="wax">
          {t('reviews.disputed')}
        </Badge>
      )}
      {isOverdue && (
        <Badge variant="light" color="honey">
          {t('reviews.overdue')}
        </Badge>
      )}
      {outcome !== null && (
        <Badge variant="light" color={outcome === 'justified' ? 'ward' : 'wax'}>
          {t(`reviews.outcome.${outcome}`)}
        </Badge>
      )}
    </>
  );
}

function Review({ review }: ReviewItemProps): ReactNode {
  const t = useText();
  const words = useAccessWords();
  const [asking, setAsking] = useState(false);
  const again = review.reviewedAt !== null;
  return (
    <>
      <Button
        size="sm"
        variant={again ? 'default' : 'filled'}
        aria-label={t('reviews.action.label', { who: words.who(review) })}
        onClick={() => setAsking(true)}
      >
        {t(again ? 'reviews.action.again' : 'reviews.action')}
      </Button>
      {asking && <ReviewDialog review={review} onClose={() => setAsking(false)} />}
    </>
  );
}
