import { List, Stack } from '@mantine/core';
import { IconInfoCircle, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ItemList } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useReidentifications } from './reidentification-query.ts';
import { RequestCard } from './request-card.tsx';
import { RequestItem } from './request-item.tsx';

/** Whose pseudonym it is: never by one person alone. */
export function ReidentificationPage(): ReactNode {
  const t = useText();
  const query = useReidentifications();
  return (
    <Page title={t('pseudonyms.title')} lead={t('pseudonyms.lead')}>
      <Stack gap="lg">
        <Card title={t('pseudonyms.how')} icon={<IconInfoCircle size={20} />} tone="tint">
          <List type="ordered" spacing="xs">
            <List.Item>{t('pseudonyms.how.ask')}</List.Item>
            <List.Item>{t('pseudonyms.how.approve')}</List.Item>
            <List.Item>{t('pseudonyms.how.read')}</List.Item>
          </List>
        </Card>
        <RequestCard />
        <Card title={t('pseudonyms.requests')} icon={<IconUsers size={20} />}>
          <Loaded query={query} skeleton={[72]}>
            {({ requests }) =>
              requests.length === 0 ? (
                t('pseudonyms.requests.none')
              ) : (
                <ItemList label={t('pseudonyms.requests')}>
                  {requests.map((request) => (
                    <RequestItem key={request.requestId} request={request} />
                  ))}
                </ItemList>
              )
            }
          </Loaded>
        </Card>
      </Stack>
    </Page>
  );
}
