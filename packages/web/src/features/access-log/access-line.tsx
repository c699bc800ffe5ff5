import { Badge } from '@mantine/core';
import { IconLink, IconServer, IconTool, IconUser, IconUserQuestion } from '@tabler/icons-react';
import { type AccessLogEntry, Role } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { useRecordWords } from '../records/index.ts';
import { useShares } from '../sharing/index.ts';
import { AccessActions } from './access-actions.tsx';
import classes from './access-log-page.module.css';
import { AccessQuestion } from './access-question.tsx';
import { accessSentence } from './access-sentence.ts';

export function AccessLine({ entry }: { readonly entry: AccessLogEntry }): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useRecordWords();
  const { isOwn } = useOpenChart();
  const shares = useShares().data?.shares ?? [];
  const shareLabel = (id: string): string | undefined =>
    shares.find(({ shareId }) => shareId === id)?.label;
  const by = byWhatRight(t, entry);
  const sentence = accessSentence(entry, { t, format, words, shareLabel, isOwn });
  const isEmergency = entry.relationship === 'emergency' || entry.action === 'emergency.open';
  return (
    <li
      className={classes.item}
      data-outcome={entry.outcome}
      data-emergency={isEmergency || undefined}
    >
      <span className={classes.icon} aria-hidden="true">
        {ICONS[entry.actor.kind]}
      </span>
      <div className={classes.words}>
        <div>
          {sentence}{' '}
          {entry.outcome !== 'success' && (
            <Badge color="wax" variant="light">
              {t(`access.outcome.${entry.outcome}`)}
            </Badge>
          )}
          {entry.isAltered && (
            <Badge color="wax" variant="filled">
              {t('access.altered.badge')}
            </Badge>
          )}
          {isEmergency && (
            <Badge color="honey" variant="light">
              {t('access.emergency')}
            </Badge>
          )}
        </div>
        {by !== '' && <div className={classes.facts}>{by}</div>}
        <div className={classes.facts}>
          <time dateTime={entry.occurredAt}>{format.time(entry.occurredAt)}</time> ·{' '}
          {entry.leafIndex === null
            ? t('access.number.pending')
            : t('access.number', { number: format.number(entry.leafIndex) })}
        </div>
        {entry.question && <AccessQuestion question={entry.question} />}
      </div>
      <AccessActions entry={entry} access={sentence} />
    </li>
  );
}

/** Of others, their role and the relationship that let them in. */
function byWhatRight(t: Text, { actor, relationship }: AccessLogEntry): string {
  if (actor.kind !== 'person') return '';
  const role = Role.safeParse(actor.role);
  const known = RELATIONSHIPS.find((one) => one === relationship);
  return [role.success && t(`role.${role.data}`), known && t(`access.by.${known}`)]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}

const RELATIONSHIPS = ['guardian', 'consent', 'care-team', 'emergency'] as const;

const ICONS: Readonly<Record<AccessLogEntry['actor']['kind'], ReactNode>> = {
  you: <IconUser size={18} />,
  person: <IconUser size={18} />,
  'share-link': <IconLink size={18} />,
  nobody: <IconUserQuestion size={18} />,
  operator: <IconTool size={18} />,
  service: <IconServer size={18} />,
};
