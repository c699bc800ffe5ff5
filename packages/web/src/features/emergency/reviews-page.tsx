import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle, IconChecklist, IconListCheck } from '@tabler/icons-react';
import type { EmergencyReview } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ItemList, itemListClass } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ReviewItem } from './review-item.tsx';
import { useReviews } from './reviews-query.ts';

const REVIEWED_SHOWN = 10;

/** For security officers: every glass that was broken, those that wait first. */
export function ReviewsPage(): ReactNode {
  const t = useText();
  const query = useReviews();
  return (
    <Page title={t('reviews.title')} lead={t('reviews.lead')}>
      <Loaded query={query}>
        {({ reviews, overdue }) => <Reviews reviews={reviews} overdue={overdue} />}
      </Loaded>
    </Page>
  );
}

interface ReviewsProps {
  readonly reviews: readonly EmergencyReview[];
  readonly overdue: number;
}

function Reviews({ reviews, overdue }: ReviewsProps): ReactNode {
  const t = useText();
  const waiting = reviews.filter(({ reviewedAt }) => reviewedAt === null);
  const reviewed = reviews.filter(({ reviewedAt }) => reviewedAt !== null);
  const item = (review: EmergencyReview): ReactNode => (
    <ReviewItem key={review.grantId} review={review} />
  );
  if (reviews.length === 0)
    return (
      <Empty icon={<IconChecklist size={28} />} title={t('reviews.empty')}>
        {t('reviews.empty.words')}
      </Empty>
    );
  return (
    <Stack gap="lg">
      {overdue > 0 && (
        <Alert color="wax" variant="light" icon={<IconAlertTriangle size={20} />}>
          {t('reviews.overdue.count', { count: overdue })}
        </Alert>
      )}
      <Card title={t('reviews.waiting')} icon={<IconListCheck size={20} />}>
        {waiting.length === 0 ? (
          t('reviews.waiting.none')
        ) : (
          <ItemList label={t('reviews.waiting')}>{waiting.map(item)}</ItemList>
        )}
      </Card>
      {reviewed.length > 0 && (
        <Card title={t('reviews.reviewed')}>
          <CollapsedList
            items={reviewed}
            most={REVIEWED_SHOWN}
            className={itemListClass}
            label={t('reviews.reviewed')}
            render={item}
          />
        </Card>
      )}
    </Stack>
  );
}
