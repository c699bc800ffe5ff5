import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { createOrganisation } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useOrganisationsChange } from './organisation-query.ts';

/** As the contract has it. */
export const NAME_CHARACTERS = 200;

export function CreateCard(): ReactNode {
  const t = useText();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const create = useOrganisationsChange(
    (client) => client.call(createOrganisation, { body: { name: name.trim() } }),
    () => setName(''),
  );
  const send = (): void => {
    setMissing(name.trim() === '');
    if (name.trim() !== '') create.mutate();
  };
  return (
    <Card title={t('organisations.create')} icon={<IconPlus size={20} />}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack>
          <Group align="flex-start">
            <TextInput
              flex="1 1 16rem"
              label={t('organisations.name')}
              autoComplete="off"
              maxLength={NAME_CHARACTERS}
              value={name}
              error={missing && name.trim() === '' && t('organisations.name.missing')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button
              type="submit"
              size="md"
              mt={{ base: 0, sm: 27 }}
              w={{ base: '100%', sm: 'auto' }}
              loading={create.isPending}
            >
              {t('organisations.create.action')}
            </Button>
          </Group>
          <ProblemAlert error={create.error} />
        </Stack>
      </form>
    </Card>
  );
}
