import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';

/** As the contract has it for devices and for passkeys. */
const NAME_CHARACTERS = 100;

interface RenameDialogProps {
  readonly title: string;
  /** The name as it is; `null` is closed. */
  readonly current: string | null;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onRename: (name: string) => void;
  readonly onClose: () => void;
}

export function RenameDialog(props: RenameDialogProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={props.current !== null}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {props.current !== null && <RenameForm {...props} current={props.current} />}
    </Modal>
  );
}

function RenameForm(props: RenameDialogProps & { readonly current: string }): ReactNode {
  const t = useText();
  const [name, setName] = useState(props.current);
  const [missing, setMissing] = useState(false);
  const send = (): void => {
    setMissing(name.trim() === '');
    if (name.trim() !== '') props.onRename(name.trim());
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
        <ProblemAlert error={props.error} />
        <TextInput
          label={t('security.name')}
          description={t('security.name.hint')}
          data-autofocus
          maxLength={NAME_CHARACTERS}
          value={name}
          error={missing && t('security.name.missing')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={props.busy}>
            {t('security.name.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
