import { Button, Modal, Stack, Text as Words } from '@mantine/core';
import type { PersonId } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Facts } from '../../ui/facts.tsx';
import { useText } from '../../ui/text.ts';
import { useAccounts } from '../system/index.ts';

interface WhoDialogProps {
  readonly pseudonym: string;
  readonly patientId: PersonId;
  readonly onClose: () => void;
}

/** Until it is closed, and nowhere else. A child has a chart and no account, and so no name here. */
export function WhoDialog({ pseudonym, patientId, onClose }: WhoDialogProps): ReactNode {
  const t = useText();
  const accounts = useAccounts().data?.accounts ?? [];
  const account = accounts.find(({ personId }) => personId === patientId);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('pseudonyms.who')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Stack>
        <Facts
          facts={[
            { name: t('pseudonyms.pseudonym'), value: pseudonym, code: true },
            ...(account
              ? [
                  { name: t('account.name'), value: account.displayName },
                  { name: t('account.email'), value: account.email },
                ]
              : [{ name: t('account.name'), value: t('pseudonyms.who.noAccount') }]),
            { name: t('pseudonyms.who.id'), value: patientId, code: true },
          ]}
        />
        <Words size="sm" c="dimmed">
          {t('pseudonyms.who.once')}
        </Words>
        <Button onClick={onClose}>{t('app.done')}</Button>
      </Stack>
    </Modal>
  );
}
