import { Alert, Radio, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type EmergencyReview, ReviewOutcome } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { useReview } from './emergency-query.ts';
import { WordsDialog } from '../../ui/words-dialog.tsx';

interface ReviewDialogProps {
  readonly review: EmergencyReview;
  readonly onClose: () => void;
}

/** Was it an emergency? What follows from each answer is said before it is given. */
export function ReviewDialog({ review, onClose }: ReviewDialogProps): ReactNode {
  const t = useText();
  const [outcome, setOutcome] = useState<ReviewOutcome | null>(null);
  const [tried, setTried] = useState(false);
  const send = useReview(review.grantId, onClose);
  const isMisuse = outcome === 'misuse';
  return (
    <WordsDialog
      title={t('reviews.dialog')}
      label={t('reviews.dialog.words')}
      hint={t('reviews.dialog.hint')}
      action={t(isMisuse ? 'reviews.dialog.misuse' : 'reviews.dialog.action')}
      color={isMisuse ? 'wax' : 'ward'}
      busy={send.isPending}
      error={send.error}
      isIncomplete={outcome === null}
      onTry={() => setTried(true)}
      onSend={(words) => outcome !== null && send.mutate({ outcome, words })}
      onClose={onClose}
    >
      <Radio.Group
        label={t('reviews.dialog.question')}
        size="md"
        value={outcome}
        error={tried && outcome === null && t('reviews.dialog.missing')}
        onChange={(value) => setOutcome(ReviewOutcome.parse(value))}
      >
        <Stack mt="xs" gap="sm">
          {ReviewOutcome.options.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`reviews.outcome.${one}`)}
              description={t(`reviews.outcome.${one}.words`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {isMisuse && (
        <Alert color="wax" variant="light" icon={<IconAlertTriangle size={20} />}>
          {t('reviews.misuse')}
        </Alert>
      )}
    </WordsDialog>
  );
}
