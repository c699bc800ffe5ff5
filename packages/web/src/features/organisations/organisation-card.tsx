import { Badge, Stack } from '@mantine/core';
import { IconBuildingHospital } from '@tabler/icons-react';
import { type Organisation, removeMember } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { useText } from '../../ui/text.ts';
import { AddMember } from './add-member.tsx';
import { useOrganisationsChange } from './organisation-query.ts';
import { Rename } from './rename.tsx';

interface OrganisationCardProps {
  readonly organisation: Organisation;
}

export function OrganisationCard({ organisation }: OrganisationCardProps): ReactNode {
  const t = useText();
  const { name, members } = organisation;
  return (
    <Card
      title={name}
      icon={<IconBuildingHospital size={20} />}
      action={<Rename organisation={organisation} />}
    >
      <Stack>
        {members.length === 0 ? (
          <span>{t('organisations.members.none')}</span>
        ) : (
          <ItemList label={t('organisations.members', { name })}>
            {members.map((member) => (
              <MemberItem key={member.personId} organisation={organisation} member={member} />
            ))}
          </ItemList>
        )}
        <AddMember organisation={organisation} />
        <CopyField
          label={t('organisations.importLink', { name })}
          value={`${location.origin}/people/import?organisation=${organisation.organisationId}`}
        />
      </Stack>
    </Card>
  );
}

interface MemberItemProps extends OrganisationCardProps {
  readonly member: Organisation['members'][number];
}

function MemberItem({ organisation, member }: MemberItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { displayName: name, personId, role, since } = member;
  const { organisationId } = organisation;
  const remove = useOrganisationsChange((client) =>
    client.call(removeMember, { params: { organisationId, personId } }),
  );
  return (
    <li>
      <Item
        name={name}
        badges={<Badge variant="light">{t(`role.${role}`)}</Badge>}
        facts={[t('accounts.sinceDate', { date: format.date(since) })]}
        actions={
          <ConfirmButton
            button={t('organisations.remove')}
            label={t('organisations.remove.label', { name, organisation: organisation.name })}
            title={t('organisations.remove.title')}
            action={t('organisations.remove')}
            change={remove}
          >
            {t('organisations.remove.words', { name, organisation: organisation.name })}
          </ConfirmButton>
        }
      />
    </li>
  );
}
