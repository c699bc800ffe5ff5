import { Button } from '@mantine/core';
import type { Client } from '@wardkeep/client';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { useSecurityChange } from './security-query.ts';

interface RenameActionProps {
  /** Of the dialog: what is renamed. */
  readonly title: string;
  readonly current: string;
  readonly rename: (client: Client, name: string) => Promise<unknown>;
}

/** A button, and the dialog that it opens, which closes once the page shows the new name. */
export function RenameAction({ title, current, rename }: RenameActionProps): ReactNode {
  const t = useText();
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const renaming = useSecurityChange(rename, close);
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
        title={title}
        current={open ? current : null}
        busy={renaming.isPending}
        error={renaming.error}
        onRename={renaming.mutate}
        onClose={close}
      />
    </>
  );
}
