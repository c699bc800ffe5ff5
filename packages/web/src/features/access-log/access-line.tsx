import { Badge } from '@mantine/core';
import { IconLink, IconServer, IconTool, IconUser, IconUserQuestion } from '@tabler/icons-react';
import type { AccessLogEntry } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useRecordWords } from '../records/index.ts';
import { useShares } from '../sharing/index.ts';
import classes from './access-log-page.module.css';
import { accessSentence } from './access-sentence.ts';

export function AccessLine({ entry }: { readonly entry: AccessLogEntry }): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useRecordWords();
  const shares = useShares().data?.shares ?? [];
  const shareLabel = (id: string): string | undefined =>
    shares.find(({ shareId }) => shareId === id)?.label;
  return (
    <li className={classes.item} data-outcome={entry.outcome}>
      <span className={classes.icon} aria-hidden="true">
        {ICONS[entry.actor.kind]}
      </span>
      <div className={classes.words}>
        <div>
          {accessSentence(entry, { t, format, words, shareLabel })}{' '}
          {entry.outcome !== 'success' && (
            <Badge color="wax" variant="light">
              {t(`access.outcome.${entry.outcome}`)}
            </Badge>
          )}
        </div>
        <div className={classes.facts}>
          <time dateTime={entry.occurredAt}>{format.time(entry.occurredAt)}</time> ·{' '}
          {entry.leafIndex === null
            ? t('access.number.pending')
            : t('access.number', { number: format.number(entry.leafIndex) })}
        </div>
      </div>
    </li>
  );
}

const ICONS: Readonly<Record<AccessLogEntry['actor']['kind'], ReactNode>> = {
  you: <IconUser size={18} />,
  person: <IconUser size={18} />,
  'share-link': <IconLink size={18} />,
  nobody: <IconUserQuestion size={18} />,
  operator: <IconTool size={18} />,
  service: <IconServer size={18} />,
};
