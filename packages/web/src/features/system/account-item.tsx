import { Badge } from '@mantine/core';
import { resumeAccount, suspendAccount } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
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
  const { displayName: name, personId } = account;
  const kind = account.state === 'active' ? 'suspend' : 'resume';
  const change = useAccountsChange((client) =>
    kind === 'suspend'
      ? client.call(suspendAccount, { params: { personId } })
      : client.call(resumeAccount, { params: { personId } }),
  );
  return (
    <ConfirmButton
      button={t(`accounts.${kind}`)}
      label={t(`accounts.${kind}.label`, { name })}
      {...(kind === 'resume' && { look: 'plain' })}
      title={t(`accounts.${kind}.title`)}
      action={t(`accounts.${kind}`)}
      change={change}
    >
      {t(`accounts.${kind}.words`, { name })}
    </ConfirmButton>
  );
}
