import { Button } from '@mantine/core';
import type { Client } from '@wardkeep/client';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import type { Removal } from './factor-rules.ts';
import { useSecurityChange } from './security-query.ts';

interface RemoveFactorProps {
  readonly name: string;
  readonly removal: Removal;
  readonly remove: (client: Client) => Promise<unknown>;
}

/** Nothing where the factor has to stay: the card says why. */
export function RemoveFactor({ name, removal, remove }: RemoveFactorProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  const removing = useSecurityChange((client, _: void) => remove(client), close);
  if (removal === 'kept') return null;
  return (
    <>
      <Button
        variant="subtle"
        color="wax"
        size="sm"
        aria-label={t('factors.remove.label', { name })}
        onClick={() => setAsking(true)}
      >
        {t('factors.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('factors.remove.title', { name })}
        action={t('factors.remove')}
        busy={removing.isPending}
        error={removing.error}
        onConfirm={() => removing.mutate()}
        onClose={close}
      >
        {t(removal === 'last' ? 'factors.remove.last' : 'factors.remove.one')}
      </ConfirmDialog>
    </>
  );
}
