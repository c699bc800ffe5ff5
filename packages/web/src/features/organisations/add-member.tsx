import { Button, Group, Select, Stack } from '@mantine/core';
import { type Organisation, addMember, isStaff } from '@wardkeep/contract';
import { type ReactNode, useMemo, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useAccounts } from '../system/index.ts';
import { useOrganisationsChange } from './organisation-query.ts';

/** Somebody who works here and is not a member yet, by name or address. */
export function AddMember({ organisation }: { readonly organisation: Organisation }): ReactNode {
  const t = useText();
  const { organisationId, name } = organisation;
  const [personId, choose] = useState<string | null>(null);
  const choices = useChoices(organisation);
  const add = useOrganisationsChange(
    (client) => client.call(addMember, { params: { organisationId, personId: personId ?? '' } }),
    () => choose(null),
  );
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        <Select
          flex="1 1 16rem"
          size="md"
          searchable
          clearable
          label={t('organisations.add')}
          placeholder={t('organisations.add.search')}
          nothingFoundMessage={t('organisations.add.none')}
          clearButtonProps={{ 'aria-label': t('organisations.add.clear') }}
          data={choices}
          value={personId}
          onChange={choose}
        />
        <Button
          size="md"
          variant="default"
          w={{ base: '100%', sm: 'auto' }}
          aria-label={t('organisations.add.label', { organisation: name })}
          disabled={personId === null}
          loading={add.isPending}
          onClick={() => add.mutate()}
        >
          {t('organisations.add.action')}
        </Button>
      </Group>
      <ProblemAlert error={add.error} />
    </Stack>
  );
}

function useChoices({ members }: Organisation) {
  const t = useText();
  const accounts = useAccounts().data?.accounts;
  return useMemo(() => {
    const taken = new Set(members.map(({ personId }) => personId));
    return (accounts ?? [])
      .filter(
        ({ personId, role, state }) => isStaff(role) && state === 'active' && !taken.has(personId),
      )
      .map(({ personId, displayName, email, role }) => ({
        value: personId,
        label: `${displayName} (${t(`role.${role}`)}, ${email})`,
      }));
  }, [accounts, members, t]);
}
