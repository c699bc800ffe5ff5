import { Badge, Table } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { ReplyOf, listAccounts } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useText } from '../../ui/text.ts';
import { useAccounts } from './system-query.ts';

type Account = ReplyOf<typeof listAccounts>['accounts'][number];

export function AccountsCard(): ReactNode {
  const t = useText();
  const query = useAccounts();
  return (
    <Card title={t('accounts.title')} icon={<IconUsers size={20} />}>
      <Loaded query={query} skeleton={[180]}>
        {({ accounts }) => <AccountTable accounts={accounts} />}
      </Loaded>
    </Card>
  );
}

function AccountTable({ accounts }: { readonly accounts: readonly Account[] }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Table.ScrollContainer
      minWidth={560}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={t('accounts.title')}
    >
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('account.name')}</Table.Th>
            <Table.Th>{t('account.email')}</Table.Th>
            <Table.Th>{t('accounts.role')}</Table.Th>
            <Table.Th>{t('accounts.since')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <Table.Tr key={account.personId}>
              <Table.Td fw={600}>{account.displayName}</Table.Td>
              <Table.Td>{account.email}</Table.Td>
              <Table.Td>
                <Badge variant="light" color={account.role === 'admin' ? 'honey' : 'ward'}>
                  {t(`role.${account.role}`)}
                </Badge>
              </Table.Td>
              <Table.Td>{format.date(account.createdAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
