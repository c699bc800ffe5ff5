import { Stack, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { itemListClass } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useText } from '../../ui/text.ts';
import { AccountItem } from './account-item.tsx';
import { type ListedAccount, accountsMatching } from './accounts-matching.ts';
import { useAccounts } from './system-query.ts';

/** From so many on, looking for somebody is quicker than reading. */
const SEARCHED_FROM = 8;
const SHOWN = 20;

export function AccountsCard(): ReactNode {
  const t = useText();
  const query = useAccounts();
  return (
    <Card title={t('accounts.title')} icon={<IconUsers size={20} />}>
      <Loaded query={query} skeleton={[180]}>
        {({ accounts }) => <Accounts accounts={accounts} />}
      </Loaded>
    </Card>
  );
}

function Accounts({ accounts }: { readonly accounts: readonly ListedAccount[] }): ReactNode {
  const t = useText();
  const [wanted, setWanted] = useState('');
  const found = accountsMatching(accounts, wanted);
  return (
    <Stack gap="sm">
      {accounts.length >= SEARCHED_FROM && (
        <TextInput
          type="search"
          label={t('accounts.search')}
          leftSection={<IconSearch size={18} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <p>{t('accounts.search.none')}</p>}
      <CollapsedList
        items={found}
        most={SHOWN}
        className={itemListClass}
        label={t('accounts.title')}
        render={(account) => <AccountItem key={account.personId} account={account} />}
      />
    </Stack>
  );
}
