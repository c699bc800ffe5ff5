import { Button, Group, Modal, Stack, Text as Words } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconFileCertificate } from '@tabler/icons-react';
import { type ReplyOf, makeRecoveryKit, type readSystem } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { type Kit, RecoveryKitSteps } from '../accounts/index.ts';
import { useClient } from '../sessions/index.ts';
import { Facts } from '../../ui/facts.tsx';
import { SYSTEM_KEY } from './system-query.ts';

type KitState = ReplyOf<typeof readSystem>['recoveryKit'];

export function RecoveryKitCard({ kit }: { readonly kit: KitState }): ReactNode {
  const t = useText();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const none = t('admin.kit.notYet');
  return (
    <Card title={t('kit.title')} icon={<IconFileCertificate size={20} />}>
      <Stack>
        <Words size="sm">{t('admin.kit.words')}</Words>
        <Facts
          facts={[
            { name: t('kit.fingerprint'), value: kit.fingerprint ?? none, code: true },
            {
              name: t('kit.made'),
              value: kit.createdAt === null ? none : format.dateTime(kit.createdAt),
            },
            {
              name: t('admin.kit.confirmed'),
              value: kit.confirmedAt === null ? none : format.dateTime(kit.confirmedAt),
            },
          ]}
        />
        <Group>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('admin.kit.make')}
          </Button>
        </Group>
      </Stack>
      <NewKit asking={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}

interface NewKitProps {
  readonly asking: boolean;
  readonly onClose: () => void;
}

/** Asks first, for the old paper opens nothing from then on; then shows the new one once. */
function NewKit({ asking, onClose }: NewKitProps): ReactNode {
  const t = useText();
  const client = useClient();
  const queries = useQueryClient();
  const [kit, setKit] = useState<Kit | null>(null);
  const make = useMutation({
    mutationFn: () => client.call(makeRecoveryKit),
    onSuccess: (made) => {
      setKit(made);
      onClose();
    },
  });
  const finish = (): Promise<void> => {
    setKit(null);
    return queries.invalidateQueries({ queryKey: SYSTEM_KEY });
  };
  return (
    <>
      <ConfirmDialog
        opened={asking}
        title={t('admin.kit.make')}
        action={t('admin.kit.make.action')}
        busy={make.isPending}
        error={make.error}
        onConfirm={() => make.mutate()}
        onClose={onClose}
      >
        {t('admin.kit.make.words')}
      </ConfirmDialog>
      <Modal
        opened={kit !== null}
        onClose={finish}
        size="lg"
        title={t('setUp.title.kit')}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        {kit && <RecoveryKitSteps kit={kit} onConfirmed={finish} />}
      </Modal>
    </>
  );
}
