import { Button } from '@mantine/core';
import { type PersonId, type Reidentification, readReidentification } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import { useReidentificationStep } from './reidentification-query.ts';

interface ReadButtonProps {
  readonly request: Reidentification;
  readonly onRead: (patientId: PersonId) => void;
}

/** Works once, so it asks before. */
export function ReadButton({ request, onRead }: ReadButtonProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const { requestId, pseudonym } = request;
  const read = useReidentificationStep<void, void>(async (client) => {
    const { patientId } = await client.call(readReidentification, { params: { requestId } });
    // At once: with the list that is read next, this button goes.
    onRead(patientId);
  });
  const close = (): void => setAsking(false);
  return (
    <>
      <Button
        size="sm"
        aria-label={t('pseudonyms.read.label', { pseudonym })}
        onClick={() => setAsking(true)}
      >
        {t('pseudonyms.read')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('pseudonyms.read.title')}
        action={t('pseudonyms.read.action')}
        busy={read.isPending}
        error={read.error}
        onConfirm={() => read.mutate(undefined, { onSuccess: close })}
        onClose={close}
      >
        {t('pseudonyms.read.words')}
      </ConfirmDialog>
    </>
  );
}
