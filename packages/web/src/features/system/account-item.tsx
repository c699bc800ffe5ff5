import { Badge, Button } from '@mantine/core';
import { resumeAccount, suspendAccount } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { useAccount } from '../sessions/index.ts';
import type { ListedAccount } from './accounts-matching.ts';
import { useAccountsChange } from './system-query.ts';

interface AccountItemProps {
  readonly account: ListedAccount;
}

export function AccountItem({ account }: AccountItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const own = useAccount()?.session.personId;
  const { displayName, email, role, state, hasSecondFactor } = account;
  const since = t('accounts.sinceDate', { date: format.date(account.createdAt) });
  return (
    <li>
      <Item
        name={displayName}
        badges={
          <>
            <Badge variant="light" color={role === 'admin' ? 'honey' : 'ward'}>
              {t(`role.${role}`)}
            </Badge>
            {state !== 'active' && (
              <Badge variant="light" color="wax">
                {t(`accounts.state.${state}`)}
              </Badge>
            )}
          </>
        }
        facts={[
          email,
          `${since} · ${t(hasSecondFactor ? 'accounts.secondFactor' : 'accounts.secondFactor.none')}`,
        ]}
        actions={
          account.personId === own ? (
            <Badge variant="light" color="gray">
              {t('accounts.you')}
            </Badge>
          ) : (
            <Suspension account={account} />
          )
        }
      />
    </li>
  );
}

/** Closes the account to its owner, or opens it again. */
function Suspension({ account }: AccountItemProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const { displayName: name, personId } = account;
  const close = (): void => setAsking(false);
  const kind = account.state === 'active' ? 'suspend' : 'resume';
  const change = useAccountsChange(
    (client) =>
      kind === 'suspend'
        ? client.call(suspendAccount, { params: { personId } })
        : client.call(resumeAccount, { params: { personId } }),
    close,
  );
  return (
    <>
      <Button
        size="sm"
        variant={kind === 'suspend' ? 'subtle' : 'default'}
        {...(kind === 'suspend' && { color: 'wax' })}
        aria-label={t(`accounts.${kind}.label`, { name })}
        onClick={() => setAsking(true)}
      >
        {t(`accounts.${kind}`)}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t(`accounts.${kind}.title`)}
        action={t(`accounts.${kind}`)}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate()}
        onClose={close}
      >
        {t(`accounts.${kind}.words`, { name })}
      </ConfirmDialog>
    </>
  );
}
