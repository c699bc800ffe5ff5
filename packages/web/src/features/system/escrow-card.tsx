import { Badge, Text as Words } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import type { EscrowState } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';

interface EscrowCardProps {
  readonly escrow: readonly EscrowState[];
}

/** Places outside that keep the log's signatures, and what came of the last delivery and comparison. */
export function EscrowCard({ escrow }: EscrowCardProps): ReactNode {
  const t = useText();
  return (
    <Card title={t('escrow.title')} icon={<IconBuildingBank size={20} />}>
      <Words mb="sm">{t('escrow.words')}</Words>
      {escrow.length === 0 ? (
        <Words c="dimmed">{t('escrow.none')}</Words>
      ) : (
        <ItemList label={t('escrow.title')}>
          {escrow.map((place) => (
            <Place key={`${place.sink} ${place.place}`} state={place} />
          ))}
        </ItemList>
      )}
    </Card>
  );
}

const COLORS = {
  consistent: 'ward',
  behind: 'honey',
  forked: 'wax',
  missing: 'wax',
  unreadable: 'wax',
} as const;

function Place({ state }: { readonly state: EscrowState }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { sink, place, size, deliveredAt, failedAt, comparedAt, verdict } = state;
  const restrictionsAt = state.restrictionsDeliveredAt;
  return (
    <li>
      <Item
        name={t('escrow.name', { sink: t(`escrow.sink.${sink}`), place })}
        badges={
          <Badge variant="light" color={verdict === null ? 'gray' : COLORS[verdict]}>
            {t(`escrow.verdict.${verdict ?? 'none'}`)}
          </Badge>
        }
        facts={[
          deliveredAt === null
            ? t('escrow.delivered.never')
            : t('escrow.delivered', { at: format.dateTime(deliveredAt), count: size ?? 0 }),
          comparedAt !== null && t('escrow.compared', { at: format.dateTime(comparedAt) }),
          restrictionsAt !== null &&
            t('escrow.restrictions', { at: format.dateTime(restrictionsAt) }),
          failedAt !== null &&
            t('escrow.failed', { at: format.dateTime(failedAt), failure: state.failure ?? '' }),
        ]}
      />
    </li>
  );
}
