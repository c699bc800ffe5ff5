import { Badge, Button } from '@mantine/core';
import { type ListedPasskey, removePasskey, renamePasskey } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import type { Removal } from './factor-rules.ts';
import { RemoveFactor } from './remove-factor.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { useSecurityChange } from './security-query.ts';

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
            <RenamePasskey passkey={passkey} />
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

function RenamePasskey({ passkey }: { readonly passkey: ListedPasskey }): ReactNode {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { passkeyId, name: current } = passkey;
  const close = (): void => setOpen(false);
  const rename = useSecurityChange(
    (client, name: string) => client.call(renamePasskey, { params: { passkeyId }, body: { name } }),
    close,
  );
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        aria-label={t('security.rename.label', { name: current })}
        onClick={() => setOpen(true)}
      >
        {t('security.rename')}
      </Button>
      <RenameDialog
        title={t('factors.passkey.rename')}
        current={open ? current : null}
        busy={rename.isPending}
        error={rename.error}
        onRename={rename.mutate}
        onClose={close}
      />
    </>
  );
}
