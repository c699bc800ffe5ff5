import { Text as Words } from '@mantine/core';
import type { AccessLogEntry } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { WordsDialog } from '../../ui/words-dialog.tsx';
import classes from './access-log-page.module.css';
import { useAsk } from './access-query.ts';

interface AskDialogProps {
  readonly entry: AccessLogEntry;
  /** What is asked about, in words. */
  readonly access: string;
  readonly onClose: () => void;
}

/** As the contract has a question. */
const LIMITS = { least: 3, most: 2000 } as const;

export function AskDialog({ entry, access, onClose }: AskDialogProps): ReactNode {
  const t = useText();
  const ask = useAsk(entry.eventId, onClose);
  return (
    <WordsDialog
      title={t('ask.title')}
      label={t('ask.words')}
      hint={t('ask.hint')}
      action={t('ask.send')}
      limits={LIMITS}
      busy={ask.isPending}
      error={ask.error}
      refusals={{ validation_failed: t('ask.twice') }}
      onSend={ask.mutate}
      onClose={onClose}
    >
      <blockquote className={classes.quote}>{access}</blockquote>
      <Words size="sm">{t('ask.what')}</Words>
    </WordsDialog>
  );
}
