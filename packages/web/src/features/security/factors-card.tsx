import { Badge, Button, Stack, Text as Words } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { type Role, type Security, isStaff, removeTotp } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { AddFactor, type AddedFactor } from './add-factor.tsx';
import { type Removal, factorCount, removalOf } from './factor-rules.ts';
import { PasskeyItem } from './passkey-item.tsx';
import { RecoveryCodesItem } from './recovery-codes-item.tsx';
import { RemoveFactor } from './remove-factor.tsx';

interface FactorsCardProps {
  readonly security: Security;
  readonly role: Role;
}

/** What is asked for besides the password. */
export function FactorsCard({ security, role }: FactorsCardProps): ReactNode {
  const t = useText();
  const [adding, setAdding] = useState<AddedFactor | null>(null);
  const removal = removalOf(security, role);
  const protectedBy = factorCount(security);
  return (
    <Card
      title={t('factors.title')}
      icon={<IconShieldLock size={20} />}
      action={<OnOff on={protectedBy > 0} />}
    >
      <Stack>
        <Words size="sm">{t(protectedBy > 0 ? 'factors.on' : 'factors.off')}</Words>
        <ItemList label={t('factors.title')}>
          <TotpItem hasTotp={security.hasTotp} removal={removal} onAdd={() => setAdding('totp')} />
          {security.passkeys.map((passkey) => (
            <PasskeyItem key={passkey.passkeyId} passkey={passkey} removal={removal} />
          ))}
          <AddPasskeyItem
            none={security.passkeys.length === 0}
            onAdd={() => setAdding('passkey')}
          />
          {protectedBy > 0 && <RecoveryCodesItem left={security.recoveryCodesLeft} />}
        </ItemList>
        {protectedBy > 0 && removal === 'kept' && isStaff(role) && (
          <Words size="sm" c="dimmed">
            {t('factors.kept')}
          </Words>
        )}
      </Stack>
      <AddFactor factor={adding} onClose={() => setAdding(null)} />
    </Card>
  );
}

/** In words, not by colour alone. */
function OnOff({ on }: { readonly on: boolean }): ReactNode {
  const t = useText();
  return (
    <Badge variant="light" color={on ? 'ward' : 'honey'}>
      {t(on ? 'factors.isOn' : 'factors.isOff')}
    </Badge>
  );
}

interface TotpItemProps {
  readonly hasTotp: boolean;
  readonly removal: Removal;
  readonly onAdd: () => void;
}

function TotpItem({ hasTotp, removal, onAdd }: TotpItemProps): ReactNode {
  const t = useText();
  return (
    <li>
      <Item
        name={t('factors.totp')}
        badges={hasTotp && <OnOff on />}
        facts={[t('factors.totp.words')]}
        actions={
          hasTotp ? (
            <RemoveFactor
              name={t('factors.totp')}
              removal={removal}
              remove={(client) => client.call(removeTotp)}
            />
          ) : (
            <Button variant="default" size="sm" onClick={onAdd}>
              {t('factors.totp.add')}
            </Button>
          )
        }
      />
    </li>
  );
}

interface AddPasskeyItemProps {
  readonly none: boolean;
  readonly onAdd: () => void;
}

function AddPasskeyItem({ none, onAdd }: AddPasskeyItemProps): ReactNode {
  const t = useText();
  return (
    <li>
      <Item
        name={t(none ? 'factors.passkeys' : 'factors.passkeys.more')}
        facts={[t('factors.passkeys.words')]}
        actions={
          <Button variant="default" size="sm" onClick={onAdd}>
            {t('factors.passkeys.add')}
          </Button>
        }
      />
    </li>
  );
}
