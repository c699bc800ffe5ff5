import { Button, Group, Select, Stack, Text as Words } from '@mantine/core';
import { type ReplyOf, addToCareTeam, type readCareTeam } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useTeamChange } from './care-team-query.ts';

interface AddColleagueProps {
  readonly colleagues: ReplyOf<typeof readCareTeam>['colleagues'];
}

/** Of the same organisation, who is not in the team yet. */
export function AddColleague({ colleagues }: AddColleagueProps): ReactNode {
  const t = useText();
  const [personId, choose] = useState<string | null>(null);
  const add = useTeamChange(addToCareTeam);
  if (colleagues.length === 0)
    return (
      <Words size="sm" c="dimmed">
        {t('team.add.none')}
      </Words>
    );
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        <Select
          flex="1 1 16rem"
          size="md"
          searchable
          label={t('team.add')}
          description={t('team.add.hint')}
          placeholder={t('organisations.add.search')}
          nothingFoundMessage={t('organisations.add.none')}
          data={colleagues.map(({ personId: value, displayName, role }) => ({
            value,
            label: `${displayName} (${t(`role.${role}`)})`,
          }))}
          value={personId}
          onChange={choose}
        />
        <Button
          size="md"
          variant="default"
          w={{ base: '100%', sm: 'auto' }}
          disabled={personId === null}
          loading={add.isPending}
          onClick={() =>
            personId !== null && add.mutate(personId, { onSuccess: () => choose(null) })
          }
        >
          {t('team.add.action')}
        </Button>
      </Group>
      <ProblemAlert error={add.error} />
    </Stack>
  );
}
