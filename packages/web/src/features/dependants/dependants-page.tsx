import { Button, Stack } from '@mantine/core';
import { IconHeartHandshake, IconUserPlus } from '@tabler/icons-react';
import type { Relationship } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { PeopleTabs, relationshipName, useRelationships } from '../relationships/index.ts';
import { AddDependantDialog } from './add-dependant-dialog.tsx';

/** People without an account of their own whose charts somebody looks after. */
export function DependantsPage(): ReactNode {
  const t = useText();
  const query = useRelationships();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button leftSection={<IconUserPlus size={18} />} onClick={() => setAdding(true)}>
      {t('dependants.add')}
    </Button>
  );
  const dependants = query.data?.relationships.filter(({ kind }) => kind === 'guardian');
  return (
    <Page
      title={t('dependants.title')}
      lead={t('dependants.lead')}
      actions={dependants && dependants.length > 0 && add}
    >
      <Stack gap="lg">
        <PeopleTabs />
        <Loaded query={query}>
          {() =>
            dependants && dependants.length > 0 ? (
              <Dependants dependants={dependants} />
            ) : (
              <Empty
                icon={<IconHeartHandshake size={28} />}
                title={t('dependants.empty')}
                actions={add}
              >
                {t('dependants.empty.words')}
              </Empty>
            )
          }
        </Loaded>
      </Stack>
      <AddDependantDialog opened={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}

function Dependants({ dependants }: { readonly dependants: readonly Relationship[] }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={t('dependants.list')} icon={<IconHeartHandshake size={20} />}>
      <ItemList label={t('dependants.list')}>
        {dependants.map((dependant) => {
          const { grantId, patientId, until } = dependant;
          const name = relationshipName(t, dependant);
          return (
            <li key={grantId}>
              <Item
                name={name}
                facts={[until !== null && t('dependants.until', { date: format.date(until) })]}
                actions={
                  <>
                    <ButtonLink
                      to="/people/$patientId/chart"
                      params={{ patientId }}
                      size="sm"
                      aria-label={t('people.open.label', { name })}
                    >
                      {t('people.open')}
                    </ButtonLink>
                    <ButtonLink
                      to="/people/$patientId/guardians"
                      params={{ patientId }}
                      size="sm"
                      variant="default"
                      aria-label={t('dependants.guardians.label', { name })}
                    >
                      {t('dependants.guardians')}
                    </ButtonLink>
                  </>
                }
              />
            </li>
          );
        })}
      </ItemList>
    </Card>
  );
}
