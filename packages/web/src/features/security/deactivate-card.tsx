import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDoorOff } from '@tabler/icons-react';
import { type Role, deactivateAccount, isStaff } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import { ACCOUNT_KEY, SIGN_OUT_KEY, useClient } from '../sessions/index.ts';

interface DeactivateCardProps {
  readonly role: Role;
  readonly onDeactivated: () => void;
}

/** Closing is not erasing, and says so. */
export function DeactivateCard({ role, onDeactivated }: DeactivateCardProps): ReactNode {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const deactivate = useDeactivation(onDeactivated);
  return (
    <Card title={t('deactivation.title')} icon={<IconDoorOff size={20} />}>
      <Stack>
        <span>{t('deactivation.words')}</span>
        {!isStaff(role) && <span>{t('deactivation.notErasing')}</span>}
        <Group>
          <Button variant="outline" color="wax" onClick={() => setAsking(true)}>
            {t('deactivation.action')}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asking}
        title={t('deactivation.title')}
        action={t('deactivation.confirm')}
        busy={deactivate.isPending}
        error={deactivate.error}
        refusals={{ forbidden: t('deactivation.lastAdmin') }}
        onConfirm={() => deactivate.mutate()}
        onClose={() => setAsking(false)}
      >
        {t('deactivation.confirm.words')}
      </ConfirmDialog>
    </Card>
  );
}

/** Like a sign-out: the end of the session is what was asked for. */
function useDeactivation(onDeactivated: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationKey: SIGN_OUT_KEY,
    mutationFn: () => client.call(deactivateAccount),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(ACCOUNT_KEY, null);
      onDeactivated();
    },
  });
}
