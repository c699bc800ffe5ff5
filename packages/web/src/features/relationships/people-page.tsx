import { Stack } from '@mantine/core';
import { IconUsers, IconUsersPlus } from '@tabler/icons-react';
import type { Relationship, Role } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ItemList } from '../../ui/item-list.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useAccount } from '../sessions/index.ts';
import { PeopleTabs } from './people-tabs.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { RelationshipItem } from './relationship-item.tsx';
import { useRelationships } from './relationship-query.ts';

/** Whose charts one may open, besides one's own and those of one's children. */
export function PeoplePage(): ReactNode {
  const t = useText();
  const role = useAccount()?.session.role;
  const query = useRelationships();
  const isPatient = role === 'patient';
  return (
    <Page
      title={t(isPatient ? 'people.title' : 'people.title.staff')}
      lead={t(role === 'client' ? 'people.lead.client' : 'people.lead')}
      actions={
        role === 'provider' && (
          <ButtonLink
            to="/people/import"
            variant="default"
            leftSection={<IconUsersPlus size={18} />}
          >
            {t('people.import')}
          </ButtonLink>
        )
      }
    >
      <Stack gap="lg">
        {isPatient && <PeopleTabs />}
        <Loaded query={query}>
          {({ relationships }) => (
            <Relationships
              role={role}
              relationships={relationships.filter(({ kind }) => kind !== 'guardian')}
            />
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}

interface RelationshipsProps {
  readonly role: Role | undefined;
  readonly relationships: readonly Relationship[];
}

function Relationships({ role, relationships }: RelationshipsProps): ReactNode {
  const t = useText();
  if (relationships.length === 0)
    return (
      <Empty icon={<IconUsers size={28} />} title={t('people.empty')}>
        {t(role === 'patient' ? 'people.empty.words' : 'people.empty.staff')}
      </Empty>
    );
  const waiting = relationships.filter(({ proposed }) => proposed !== null);
  return (
    <>
      {waiting.map((relationship) => (
        <ProposalCard key={relationship.grantId} relationship={relationship} />
      ))}
      <Card title={t('people.list')} icon={<IconUsers size={20} />}>
        <ItemList label={t('people.list')}>
          {relationships.map((relationship) => (
            <RelationshipItem key={relationship.grantId} relationship={relationship} />
          ))}
        </ItemList>
      </Card>
    </>
  );
}
