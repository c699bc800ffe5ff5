import { Button } from '@mantine/core';
import { IconFileCertificate, IconMessageQuestion } from '@tabler/icons-react';
import type { AccessLogEntry } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import classes from './access-log-page.module.css';
import { useKeepProof } from './access-query.ts';
import { isOwnDeed } from './access-sentence.ts';
import { AskDialog } from './ask-dialog.tsx';

interface AccessActionsProps {
  readonly entry: AccessLogEntry;
  readonly access: string;
}

/** There is one pair for each access, and most need none. As high as a fingertip needs (WCAG 2.2, 2.5.8). */
const QUIET = { size: 'compact-xs', variant: 'subtle', c: 'dimmed', fw: 500, mih: 24 } as const;

/**
 * What can be done about one access: ask why, unless it is the reader’s own, and keep what proves it. A sign-in may have been
 * somebody else’s with the same password: about that anybody may ask.
 */
export function AccessActions({ entry, access }: AccessActionsProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const keep = useKeepProof(entry.eventId);
  return (
    <>
      <div className={classes.actions}>
        {entry.question === null && !isOwnDeed(entry, false) && (
          <Button
            {...QUIET}
            leftSection={<IconMessageQuestion size={16} />}
            aria-label={t('ask.action.label', { access })}
            onClick={() => setAsking(true)}
          >
            {t('ask.action')}
          </Button>
        )}
        {entry.leafIndex !== null && (
          <Button
            {...QUIET}
            leftSection={<IconFileCertificate size={16} />}
            aria-label={t('keep.action.label', { access })}
            loading={keep.isPending}
            onClick={() => keep.mutate()}
          >
            {t('keep.action')}
          </Button>
        )}
      </div>
      {keep.error && (
        <div className={classes.refusal}>
          <ProblemAlert error={keep.error} words={{ not_found: t('keep.pending') }} />
        </div>
      )}
      {asking && <AskDialog entry={entry} access={access} onClose={() => setAsking(false)} />}
    </>
  );
}
