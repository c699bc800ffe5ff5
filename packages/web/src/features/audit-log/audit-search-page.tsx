import { Button, Stack } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import type { FoundEvent } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ItemList } from '../../ui/item-list.tsx';
import { Waiting } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useEvents } from './audit-query.ts';
import { EventDrawer } from './event-drawer.tsx';
import { EventItem } from './event-item.tsx';
import type { EventSearch } from './event-search.ts';
import { ShowNames } from './show-names.tsx';
import { SearchForm } from './search-form.tsx';

interface AuditSearchPageProps {
  /** Below the title: the ways to the pages beside this one. */
  readonly top: ReactNode;
  readonly search: EventSearch;
  readonly onSearch: (search: EventSearch) => void;
}

/** Who did what, for security officers: found by person, action, outcome, address and time. */
export function AuditSearchPage({ top, search, onSearch }: AuditSearchPageProps): ReactNode {
  const t = useText();
  const query = useEvents(search);
  const [shown, show] = useState<FoundEvent | null>(null);
  const events = query.data?.pages.flatMap((page) => page.events);
  const look = (other: EventSearch): void => {
    show(null);
    onSearch(other);
  };
  return (
    <Page title={t('search.title')} lead={t('search.lead')}>
      <Stack gap="lg">
        {top}
        <SearchForm
          key={JSON.stringify(search)}
          search={search}
          names={namesIn(events ?? [])}
          onSearch={onSearch}
        />
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending && <Waiting heights={[320]} />}
        {events && <Events events={events} onShow={show} />}
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('search.more')}
          </Button>
        )}
      </Stack>
      <EventDrawer event={shown} onSearch={look} onClose={() => show(null)} />
    </Page>
  );
}

function namesIn(events: readonly FoundEvent[]): ReadonlyMap<string, string> {
  const people = events.flatMap(({ actor, patient }) => [actor.person, patient]);
  return new Map(
    people.flatMap((one) =>
      one === null || one.displayName === null ? [] : [[one.personId, one.displayName]],
    ),
  );
}

interface EventsProps {
  readonly events: readonly FoundEvent[];
  readonly onShow: (event: FoundEvent) => void;
}

function Events({ events, onShow }: EventsProps): ReactNode {
  const t = useText();
  if (events.length === 0)
    return (
      <Empty icon={<IconListSearch size={28} />} title={t('search.empty')}>
        {t('search.empty.words')}
      </Empty>
    );
  return (
    <Card title={t('search.results')} action={<ShowNames events={events} />}>
      <ItemList label={t('search.results')}>
        {events.map((event) => (
          <EventItem key={event.eventId} event={event} onShow={() => onShow(event)} />
        ))}
      </ItemList>
    </Card>
  );
}
