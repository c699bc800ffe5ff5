import { Badge, Stack } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { removeFromCareTeam } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { useAccount } from '../sessions/index.ts';
import { AddColleague } from './add-colleague.tsx';
import { type TeamMember, useCareTeam, useTeamChange } from './care-team-query.ts';

/** Who cares for the patient together; nothing where there is no team. For who is in it, and for the patient. */
export function CareTeamCard(): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  const own = useAccount()?.session.personId;
  const query = useCareTeam();
  if (query.isError)
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || query.data.members.length === 0) return null;
  const { members, colleagues } = query.data;
  const isLead = members.some((member) => member.isLead && member.personId === own);
  return (
    <Card title={t('team.title')} icon={<IconUsersGroup size={20} />}>
      <Stack>
        <span>{t(rights.manage ? 'team.lead.patient' : 'team.lead')}</span>
        <ItemList label={t('team.title')}>
          {members.map((member) => (
            <MemberItem
              key={member.grantId}
              member={member}
              isOwn={member.personId === own}
              mayRemove={rights.manage || (isLead && !member.isLead)}
            />
          ))}
        </ItemList>
        {!rights.manage && <AddColleague colleagues={colleagues} />}
      </Stack>
    </Card>
  );
}

interface MemberItemProps {
  readonly member: TeamMember;
  readonly isOwn: boolean;
  readonly mayRemove: boolean;
}

function MemberItem({ member, isOwn, mayRemove }: MemberItemProps): ReactNode {
  const t = useText();
  const { displayName, role, organisation, isLead } = member;
  const name = displayName ?? t('team.gone');
  return (
    <li>
      <Item
        name={name}
        badges={
          <>
            {role !== null && <Badge variant="light">{t(`role.${role}`)}</Badge>}
            {isOwn && (
              <Badge variant="light" color="gray">
                {t('accounts.you')}
              </Badge>
            )}
          </>
        }
        facts={[organisation ?? false, isLead && t('team.isLead')]}
        actions={mayRemove && <Remove member={member} name={name} />}
      />
    </li>
  );
}

interface RemoveProps {
  readonly member: TeamMember;
  readonly name: string;
}

function Remove({ member, name }: RemoveProps): ReactNode {
  const t = useText();
  const remove = useTeamChange(removeFromCareTeam);
  return (
    <ConfirmButton
      button={t('team.remove')}
      label={t('team.remove.label', { name })}
      title={t('team.remove.title')}
      action={t('team.remove')}
      change={{
        ...remove,
        mutate: (_input, options) => remove.mutate(member.personId, options),
      }}
    >
      {t(member.isLead ? 'team.remove.lead' : 'team.remove.words', { name })}
    </ConfirmButton>
  );
}
