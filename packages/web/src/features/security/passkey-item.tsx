import { Badge } from '@mantine/core';
import { type ListedPasskey, removePasskey, renamePasskey } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import type { Removal } from './factor-rules.ts';
import { RemoveFactor } from './remove-factor.tsx';
import { RenameAction } from './rename-action.tsx';

interface PasskeyItemProps {
  readonly passkey: ListedPasskey;
  readonly removal: Removal;
}

export function PasskeyItem({ passkey, removal }: PasskeyItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const { passkeyId, name, createdAt, lastUsedAt, isBackedUp } = passkey;
  const added = t('factors.passkey.added', { date: format.date(createdAt) });
  const used =
    lastUsedAt === null
      ? t('factors.passkey.unused')
      : t('factors.passkey.used', { seen: format.relative(lastUsedAt, now) });
  return (
    <li>
      <Item
        name={name}
        badges={<Badge variant="light">{t('factors.passkey')}</Badge>}
        facts={[
          `${added} · ${used}`,
          t(isBackedUp ? 'factors.passkey.synced' : 'factors.passkey.bound'),
        ]}
        actions={
          <>
            <RenameAction
              title={t('factors.passkey.rename')}
              current={name}
              rename={(client, renamed) =>
                client.call(renamePasskey, { params: { passkeyId }, body: { name: renamed } })
              }
            />
            <RemoveFactor
              name={name}
              removal={removal}
              remove={(client) => client.call(removePasskey, { params: { passkeyId } })}
            />
          </>
        }
      />
    </li>
  );
}
