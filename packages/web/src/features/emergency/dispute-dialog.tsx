import { Text as Words } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { useDispute } from './emergency-query.ts';
import { WordsDialog } from '../../ui/words-dialog.tsx';

interface DisputeDialogProps {
  readonly grantId: string;
  readonly onClose: () => void;
}

/** The patient says that it was no emergency: whoever reviews it sees that first. */
export function DisputeDialog({ grantId, onClose }: DisputeDialogProps): ReactNode {
  const t = useText();
  const dispute = useDispute(grantId, onClose);
  return (
    <WordsDialog
      title={t('emergencies.dispute.title')}
      label={t('emergencies.dispute.words')}
      hint={t('emergencies.dispute.hint')}
      action={t('emergencies.dispute.action')}
      busy={dispute.isPending}
      error={dispute.error}
      onSend={dispute.mutate}
      onClose={onClose}
    >
      <Words>{t('emergencies.dispute.what')}</Words>
    </WordsDialog>
  );
}
