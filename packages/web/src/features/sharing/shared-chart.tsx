import { Alert, Stack } from '@mantine/core';
import { IconClockHour4, IconFileText, IconPaperclip } from '@tabler/icons-react';
import type { Client } from '@wardkeep/client';
import type { ReplyOf, openShare } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { type Format, useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { type Text, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { recordDate } from '../records/index.ts';
import classes from './shared-chart.module.css';
import { SharedDocument } from './shared-document.tsx';
import { SharedRecord } from './shared-record.tsx';

type OpenedShare = ReplyOf<typeof openShare>;

interface SharedChartProps {
  readonly client: Client;
  readonly share: OpenedShare;
}

export function SharedChart({ client, share }: SharedChartProps): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Page title={share.patientName ?? t('shared.title')} lead={lead(t, format, share)}>
      <Stack gap="lg">
        <Alert variant="light" color="ward" icon={<IconClockHour4 size={20} />}>
          {t('shared.until', {
            label: share.label,
            relative: format.relative(share.expiresAt, useNow()),
            absolute: format.dateTime(share.expiresAt),
          })}
        </Alert>
        {share.records.length > 0 && <Records records={share.records} />}
        {share.documents.length > 0 && (
          <Card title={t('documents.title')} icon={<IconPaperclip size={20} />}>
            <ul className={classes.list}>
              {share.documents.map((document) => (
                <SharedDocument key={document.documentId} client={client} document={document} />
              ))}
            </ul>
          </Card>
        )}
      </Stack>
    </Page>
  );
}

const SHOWN = 25;

function Records({ records }: { readonly records: OpenedShare['records'] }): ReactNode {
  const t = useText();
  const newestFirst = records.toSorted((a, b) =>
    (recordDate(b) ?? '').localeCompare(recordDate(a) ?? ''),
  );
  return (
    <Card title={t('shared.records')} icon={<IconFileText size={20} />}>
      <CollapsedList
        items={newestFirst}
        most={SHOWN}
        className={classes.list}
        render={(resource) => (
          <SharedRecord
            key={`${resource.resourceType} ${String(resource['id'])}`}
            resource={resource}
          />
        )}
      />
    </Card>
  );
}

function lead(t: Text, format: Format, { patientBirthDate }: OpenedShare): string {
  return patientBirthDate === null
    ? t('shared.lead')
    : t('shared.born', { date: format.fhirDay(patientBirthDate) });
}
