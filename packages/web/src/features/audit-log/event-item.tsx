import { Badge, Button } from '@mantine/core';
import { type FoundEvent, Role } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { useEventWords } from './event-words.ts';
import { usePersonNames } from './person-names.ts';

interface EventItemProps {
  readonly event: FoundEvent;
  readonly onShow: () => void;
}

export function EventItem({ event, onShow }: EventItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useEventWords();
  const nameOf = usePersonNames();
  const { outcome, patient, actor, address, repeated } = event;
  const role = Role.safeParse(actor.role);
  // Whose own it is was said already.
  const isAboutOther = patient !== null && patient.personId !== actor.person?.personId;
  const when = [
    format.dateTime(event.occurredAt),
    ...(role.success ? [t(`role.${role.data}`)] : []),
    ...(address === null ? [] : [t('search.from.address', { address })]),
    ...(repeated > 1 ? [t('search.repeated', { count: repeated })] : []),
  ];
  return (
    <li>
      <Item
        name={words(event)}
        badges={
          <>
            {outcome !== 'success' && (
              <Badge color="wax" variant="light">
                {t(`access.outcome.${outcome}`)}
              </Badge>
            )}
            {event.isAltered && (
              <Badge color="wax" variant="filled">
                {t('access.altered.badge')}
              </Badge>
            )}
            {event.relationship === 'emergency' && (
              <Badge color="honey" variant="light">
                {t('access.emergency')}
              </Badge>
            )}
          </>
        }
        facts={[isAboutOther && t('search.about', { name: nameOf(patient) }), when.join(' · ')]}
        actions={
          <Button
            size="sm"
            variant="subtle"
            aria-label={t('search.details.label', { event: words(event) })}
            onClick={onShow}
          >
            {t('search.details')}
          </Button>
        }
      />
    </li>
  );
}
