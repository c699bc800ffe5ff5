import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type Organisation, renameOrganisation } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { NAME_CHARACTERS } from './create-card.tsx';
import { useOrganisationsChange } from './organisation-query.ts';

interface RenameProps {
  readonly organisation: Organisation;
}

export function Rename({ organisation }: RenameProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button
        size="sm"
        variant="default"
        aria-label={t('organisations.rename.label', { name: organisation.name })}
        onClick={() => setAsking(true)}
      >
        {t('organisations.rename')}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t('organisations.rename.title')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        {asking && <RenameForm organisation={organisation} onClose={close} />}
      </Modal>
    </>
  );
}

function RenameForm({
  organisation,
  onClose,
}: RenameProps & { readonly onClose: () => void }): ReactNode {
  const t = useText();
  const { organisationId } = organisation;
  const [name, setName] = useState(organisation.name);
  const isEmpty = name.trim() === '';
  const rename = useOrganisationsChange(
    (client) =>
      client.call(renameOrganisation, { params: { organisationId }, body: { name: name.trim() } }),
    onClose,
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) rename.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={t('organisations.name')}
          data-autofocus
          autoComplete="off"
          maxLength={NAME_CHARACTERS}
          value={name}
          error={isEmpty && t('organisations.name.missing')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemAlert error={rename.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t('security.name.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
