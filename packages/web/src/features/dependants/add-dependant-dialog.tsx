import { Button, Group, Modal, Stack, Text as Words, TextInput } from '@mantine/core';
import { DisplayName } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { birthDateFits } from './birth-date-rules.ts';
import { useAddDependant } from './dependant-query.ts';

interface AddDependantDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddDependantDialog({ opened, onClose }: AddDependantDialogProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('dependants.add.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <AddForm onClose={onClose} />
    </Modal>
  );
}

function AddForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useText();
  const [displayName, setName] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [isSent, setSent] = useState(false);
  const now = useNow();
  const add = useAddDependant();
  const hasName = DisplayName.safeParse(displayName).success;
  const hasDate = birthDateFits(birthDate, now);
  const send = (): void => {
    setSent(true);
    if (hasName && hasDate)
      add.mutate({ displayName: displayName.trim(), birthDate }, { onSuccess: onClose });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <Words size="sm">{t('dependants.add.words')}</Words>
        <ProblemAlert
          error={add.error}
          words={{ validation_failed: t('dependants.add.refused') }}
        />
        <TextInput
          label={t('account.name')}
          autoComplete="off"
          maxLength={200}
          data-autofocus
          value={displayName}
          error={isSent && !hasName && t('dependants.name.missing')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('dependants.birthDate')}
          value={birthDate}
          error={isSent && !hasDate && t('dependants.birthDate.wrong')}
          onChange={(event) => setBirthDate(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('dependants.add.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
