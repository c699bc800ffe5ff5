import { Button, Stack, Switch } from '@mantine/core';
import { IconEyeCheck } from '@tabler/icons-react';
import type { AccessLogEntry } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { Waiting } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { EmergencyAccessesCard } from '../emergency/index.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { accessDays } from './access-days.ts';
import { AccessLine } from './access-line.tsx';
import classes from './access-log-page.module.css';
import { isOwnDeed } from './access-sentence.ts';
import { useAccessLog } from './access-query.ts';
import { LogCheckCard } from './log-check-card.tsx';

export function AccessLogPage(): ReactNode {
  const t = useText();
  const query = useAccessLog();
  const { isOwn } = useOpenChart();
  const [onlyOthers, setOnlyOthers] = useState(false);
  const entries = query.data?.pages.flatMap((page) => page.entries);
  return (
    <Page
      title={t('access.title')}
      lead={t(isOwn ? 'access.lead' : 'access.lead.theirs')}
      actions={
        <Switch
          label={t('access.onlyOthers')}
          checked={onlyOthers}
          onChange={(event) => setOnlyOthers(event.currentTarget.checked)}
        />
      }
    >
      <Stack gap="lg">
        <LogCheckCard />
        <EmergencyAccessesCard />
        {entries && (
          <Days
            entries={onlyOthers ? entries.filter((entry) => !isOwnDeed(entry, isOwn)) : entries}
          />
        )}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending && <Waiting heights={[160, 160]} />}
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('access.more')}
          </Button>
        )}
      </Stack>
    </Page>
  );
}

function Days({ entries }: { readonly entries: readonly AccessLogEntry[] }): ReactNode {
  const t = useText();
  const { day } = useFormat();
  if (entries.length === 0) {
    return (
      <Empty icon={<IconEyeCheck size={28} />} title={t('access.empty')}>
        {t('access.empty.words')}
      </Empty>
    );
  }
  return accessDays(entries, day).map(({ at, entries: ofDay }) => (
    <Card key={at} title={day(at)}>
      <ol className={classes.list}>
        {ofDay.map((entry) => (
          <AccessLine key={entry.eventId} entry={entry} />
        ))}
      </ol>
    </Card>
  ));
}
