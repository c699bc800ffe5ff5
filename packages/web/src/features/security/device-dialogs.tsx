import { Button } from '@mantine/core';
import { type ListedDevice, forgetDevice, renameDevice } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { useSecurityChange } from './security-query.ts';

interface DeviceProps {
  readonly device: ListedDevice;
}

export function RenameDevice({ device }: DeviceProps): ReactNode {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { deviceId, name: current } = device;
  const close = (): void => setOpen(false);
  const rename = useSecurityChange(
    (client, name: string) => client.call(renameDevice, { params: { deviceId }, body: { name } }),
    close,
  );
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        aria-label={t('security.rename.label', { name: current })}
        onClick={() => setOpen(true)}
      >
        {t('security.rename')}
      </Button>
      <RenameDialog
        title={t('devices.rename')}
        current={open ? current : null}
        busy={rename.isPending}
        error={rename.error}
        onRename={rename.mutate}
        onClose={close}
      />
    </>
  );
}

export function ForgetDevice({ device }: DeviceProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const { deviceId, name } = device;
  const close = (): void => setAsking(false);
  const forget = useSecurityChange(
    (client, _: void) => client.call(forgetDevice, { params: { deviceId } }),
    close,
  );
  return (
    <>
      <Button
        variant="subtle"
        color="wax"
        size="sm"
        aria-label={t('devices.forget.label', { name })}
        onClick={() => setAsking(true)}
      >
        {t('devices.forget')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('devices.forget.title')}
        action={t('devices.forget.action')}
        busy={forget.isPending}
        error={forget.error}
        onConfirm={() => forget.mutate()}
        onClose={close}
      >
        {t('devices.forget.words', { name })}
      </ConfirmDialog>
    </>
  );
}
