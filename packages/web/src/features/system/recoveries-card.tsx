import { Badge, Button, Text as Words } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { type AccountRecovery, refuseAccountRecovery } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useAccount } from '../sessions/index.ts';
import { ApproveDialog } from './approve-dialog.tsx';
import { useAccountRecoveries, useAccountsChange } from './system-query.ts';

/** Whoever lost every second factor and asks to be let in without, once. */
export function RecoveriesCard(): ReactNode {
  const t = useText();
  const query = useAccountRecoveries();
  return (
    <Card title={t('recoveries.title')} icon={<IconLifebuoy size={20} />}>
      <Words size="sm" mb="sm">
        {t('recoveries.lead')}
      </Words>
      <Loaded query={query} skeleton={[72]}>
        {({ recoveries }) =>
          recoveries.length === 0 ? (
            <Words size="sm" c="dimmed">
              {t('recoveries.none')}
            </Words>
          ) : (
            <ItemList label={t('recoveries.title')}>
              {recoveries.map((recovery) => (
                <RecoveryItem key={recovery.personId} recovery={recovery} />
              ))}
            </ItemList>
          )
        }
      </Loaded>
    </Card>
  );
}

interface RecoveryItemProps {
  readonly recovery: AccountRecovery;
}

function RecoveryItem({ recovery }: RecoveryItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const own = useAccount()?.session.personId === recovery.personId;
  const { displayName, email, role, requestedAt, waitsUntil, approvedAt } = recovery;
  const until = format.dateTime(waitsUntil);
  const relative = format.relative(waitsUntil, now);
  return (
    <li>
      <Item
        name={displayName}
        badges={
          <>
            <Badge variant="light">{t(`role.${role}`)}</Badge>
            <Badge variant="light" color={approvedAt === null ? 'honey' : 'ward'}>
              {t(approvedAt === null ? 'recoveries.waiting' : 'recoveries.approved')}
            </Badge>
          </>
        }
        facts={[
          email,
          t('recoveries.when', { date: format.dateTime(requestedAt), until, relative }),
          own && t('recoveries.own'),
        ]}
        actions={
          <>
            {approvedAt === null && !own && <Approve recovery={recovery} />}
            <Refuse recovery={recovery} />
          </>
        }
      />
    </li>
  );
}

function Approve({ recovery }: RecoveryItemProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={t('recoveries.approve.label', { name: recovery.displayName })}
        onClick={() => setAsking(true)}
      >
        {t('recoveries.approve')}
      </Button>
      <ApproveDialog recovery={asking ? recovery : null} onClose={() => setAsking(false)} />
    </>
  );
}

function Refuse({ recovery }: RecoveryItemProps): ReactNode {
  const t = useText();
  const { displayName: name, personId } = recovery;
  const refuse = useAccountsChange((client) =>
    client.call(refuseAccountRecovery, { params: { personId } }),
  );
  return (
    <ConfirmButton
      button={t('recoveries.refuse')}
      label={t('recoveries.refuse.label', { name })}
      title={t('recoveries.refuse.title')}
      action={t('recoveries.refuse')}
      change={refuse}
    >
      {t('recoveries.refuse.words', { name })}
    </ConfirmButton>
  );
}
