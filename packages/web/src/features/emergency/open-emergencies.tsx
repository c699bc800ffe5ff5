import { IconClockHour4 } from '@tabler/icons-react';
import { type Relationship, leaveRelationship } from '@wardkeep/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { useText } from '../../ui/text.ts';
import { RELATIONSHIPS_KEY, useRelationships } from '../relationships/index.ts';
import { useClient } from '../sessions/index.ts';
import { useTimeLeft } from './use-time-left.ts';

/** One's own, as long as they are open; nothing when there are none. */
export function OpenEmergencies(): ReactNode {
  const t = useText();
  const all = useRelationships().data?.relationships ?? [];
  const open = all.flatMap(({ kind, until, ...rest }) =>
    kind === 'emergency' && until !== null ? [{ ...rest, until }] : [],
  );
  if (open.length === 0) return null;
  return (
    <Card title={t('emergency.mine')} icon={<IconClockHour4 size={20} />} tone="danger">
      <ItemList label={t('emergency.mine')}>
        {open.map((access) => (
          <OpenEmergency key={access.grantId} access={access} />
        ))}
      </ItemList>
    </Card>
  );
}

interface OpenAccess extends Pick<Relationship, 'patientId' | 'grantId'> {
  readonly until: string;
}

function OpenEmergency({ access }: { readonly access: OpenAccess }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { patientId, until } = access;
  const left = useTimeLeft(until);
  const time = format.time(until);
  const end = useLeave(access);
  return (
    <li>
      <Item
        name={t('emergency.mine.until', { time })}
        facts={[t('emergency.left', { minutes: left.minutes })]}
        actions={
          <>
            <ButtonLink to="/people/$patientId/chart" params={{ patientId }} size="sm">
              {t('emergency.mine.open')}
            </ButtonLink>
            <ConfirmButton
              button={t('emergency.end')}
              label={t('emergency.end.label', { time })}
              title={t('emergency.end.title')}
              action={t('emergency.end')}
              change={end}
            >
              {t('emergency.end.words')}
            </ConfirmButton>
          </>
        }
      />
    </li>
  );
}

function useLeave({ patientId, grantId }: OpenAccess) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.call(leaveRelationship, { params: { patientId, grantId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: RELATIONSHIPS_KEY }),
  });
}
