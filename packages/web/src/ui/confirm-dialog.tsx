import { Button, Group, Modal, Stack, Text as Words } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemAlert, type RefusalWords } from './problem-alert.tsx';
import { useText } from './text.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly refusals?: RefusalWords;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Stack>
        <Words>{props.children}</Words>
        <ProblemAlert error={props.error} {...(props.refusals && { words: props.refusals })} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('app.cancel')}
          </Button>
          <Button color="wax" loading={props.busy} onClick={props.onConfirm}>
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
