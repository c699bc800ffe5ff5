import { Button, Checkbox, Group, Modal, Stack, Text as Words } from '@mantine/core';
import { type AccountRecovery, approveAccountRecovery } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useAccountsChange } from './system-query.ts';

interface ApproveDialogProps {
  /** `null` is closed. */
  readonly recovery: AccountRecovery | null;
  readonly onClose: () => void;
}

/** Whoever approves says with a tick of their own that they know who is asking. */
export function ApproveDialog({ recovery, onClose }: ApproveDialogProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={recovery !== null}
      onClose={onClose}
      title={t('recoveries.approve.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {recovery && <ApproveForm recovery={recovery} onClose={onClose} />}
    </Modal>
  );
}

interface ApproveFormProps {
  readonly recovery: AccountRecovery;
  readonly onClose: () => void;
}

function ApproveForm({ recovery, onClose }: ApproveFormProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const [sure, setSure] = useState(false);
  const [missing, setMissing] = useState(false);
  const { displayName: name, personId, waitsUntil } = recovery;
  const approve = useAccountsChange(
    (client) => client.call(approveAccountRecovery, { params: { personId } }),
    onClose,
  );
  const send = (): void => {
    setMissing(!sure);
    if (sure) approve.mutate();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <Words>{t('recoveries.approve.words', { name, until: format.dateTime(waitsUntil) })}</Words>
        <ProblemAlert error={approve.error} />
        <Checkbox
          label={t('recoveries.sure')}
          checked={sure}
          error={missing && !sure && t('recoveries.sure.missing')}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={approve.isPending}>
            {t('recoveries.approve')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
