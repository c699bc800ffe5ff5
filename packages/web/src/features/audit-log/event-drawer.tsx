import { Badge, Button, Drawer, Group, Stack, Text as Words } from '@mantine/core';
import type { FoundEvent } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Facts } from '../../ui/facts.tsx';
import { useText } from '../../ui/text.ts';
import { useEventFacts } from './event-facts.ts';
import type { EventSearch } from './event-search.ts';
import { useEventWords } from './event-words.ts';

interface EventDrawerProps {
  readonly event: FoundEvent | null;
  readonly onSearch: (search: EventSearch) => void;
  readonly onClose: () => void;
}

/** Everything that is told of one event, and the ways to others like it. */
export function EventDrawer({ event, onSearch, onClose }: EventDrawerProps): ReactNode {
  const t = useText();
  return (
    <Drawer
      opened={event !== null}
      onClose={onClose}
      position="right"
      size="md"
      title={t('event.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {event && <OneEvent event={event} onSearch={onSearch} />}
    </Drawer>
  );
}

interface OneEventProps {
  readonly event: FoundEvent;
  readonly onSearch: (search: EventSearch) => void;
}

function OneEvent({ event, onSearch }: OneEventProps): ReactNode {
  const t = useText();
  const words = useEventWords();
  const facts = useEventFacts(event);
  const { actor, patient, address, outcome } = event;
  const more: readonly {
    readonly key: 'actor' | 'patient' | 'address';
    readonly search: EventSearch;
  }[] = [
    ...(actor.person ? [{ key: 'actor' as const, search: { actor: actor.person.personId } }] : []),
    ...(patient ? [{ key: 'patient' as const, search: { patient: patient.personId } }] : []),
    ...(address === null ? [] : [{ key: 'address' as const, search: { address } }]),
  ];
  return (
    <Stack gap="md">
      <Words fw={600}>
        {words(event)}{' '}
        {outcome !== 'success' && (
          <Badge color="wax" variant="light">
            {t(`access.outcome.${outcome}`)}
          </Badge>
        )}
      </Words>
      <Facts facts={facts} />
      <Words fw={600} size="sm">
        {t('event.actions')}
      </Words>
      <Group gap="xs">
        {more.map(({ key, search }) => (
          <Button key={key} size="xs" variant="default" onClick={() => onSearch(search)}>
            {t(`event.more.${key}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
