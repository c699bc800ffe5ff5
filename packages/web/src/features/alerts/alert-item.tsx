import { Badge, Button, Text as Words } from '@mantine/core';
import type { Alert } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { localDay } from '../../ui/local-day.ts';
import { type Text, useText } from '../../ui/text.ts';
import { WordsDialog } from '../../ui/words-dialog.tsx';
import { usePersonNames } from '../audit-log/index.ts';
import { useSettle } from './alert-query.ts';
import { searchOf } from './alert-search.ts';

interface AlertItemProps {
  readonly alert: Alert;
}

export function AlertItem({ alert }: AlertItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const nameOf = usePersonNames();
  const isOpen = alert.acknowledgedAt === null;
  const person = alert.about?.person;
  const address = alert.about?.address;
  return (
    <li>
      <Item
        name={t(`alerts.rule.${alert.rule}`)}
        badges={isOpen && <Severity severity={alert.severity} />}
        facts={[
          isOpen && t(`alerts.rule.${alert.rule}.words`),
          person ? t('alerts.about.person', { name: nameOf(person) }) : false,
          address ? t('alerts.about.address', { address }) : false,
          whenWords(t, format, alert),
          settledWords(t, format, alert),
          Boolean(alert.words) && t('alerts.settled.words', { words: alert.words ?? '' }),
        ]}
        actions={
          <>
            <SeeEvents alert={alert} />
            {isOpen && <Settle alert={alert} />}
          </>
        }
      />
    </li>
  );
}

function Severity({ severity }: Pick<Alert, 'severity'>): ReactNode {
  const t = useText();
  return severity === 'critical' ? (
    <Badge color="wax">{t('alerts.severity.critical')}</Badge>
  ) : (
    <Badge color="honey" variant="light">
      {t('alerts.severity.warning')}
    </Badge>
  );
}

function whenWords(t: Text, format: Format, { count, firstAt, lastAt }: Alert): string {
  const [first, last] = [format.dateTime(firstAt), format.dateTime(lastAt)];
  return first === last
    ? t('alerts.count', { count, last })
    : t('alerts.since', { count, first, last });
}

function settledWords(t: Text, format: Format, alert: Alert): string | false {
  if (alert.acknowledgedAt === null) return false;
  const at = format.dateTime(alert.acknowledgedAt);
  const name = alert.acknowledgedBy?.displayName;
  return name ? t('alerts.settled.by', { name, at }) : t('alerts.settled.on', { at });
}

function SeeEvents({ alert }: AlertItemProps): ReactNode {
  const t = useText();
  const search = searchOf(alert, localDay);
  if (search === undefined) return null;
  return (
    <ButtonLink
      to="/admin/security/log"
      search={search}
      size="sm"
      variant="subtle"
      aria-label={t('alerts.see.label', { alert: t(`alerts.rule.${alert.rule}`) })}
    >
      {t('alerts.see')}
    </ButtonLink>
  );
}

/** As the contract has it: words are welcome, and not asked for. */
const LIMITS = { least: 0, most: 2000 } as const;

function Settle({ alert }: AlertItemProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  const settle = useSettle(alert.alertId, close);
  const name = t(`alerts.rule.${alert.rule}`);
  return (
    <>
      <Button
        size="sm"
        aria-label={t('alerts.settle.label', { alert: name })}
        onClick={() => setAsking(true)}
      >
        {t('alerts.settle')}
      </Button>
      {asking && (
        <WordsDialog
          title={t('alerts.settle.title')}
          label={t('alerts.settle.words')}
          hint={t('alerts.settle.hint')}
          action={t('alerts.settle')}
          limits={LIMITS}
          busy={settle.isPending}
          error={settle.error}
          onSend={settle.mutate}
          onClose={close}
        >
          <Words fw={600}>{name}</Words>
          <Words>{t('alerts.settle.what')}</Words>
        </WordsDialog>
      )}
    </>
  );
}
