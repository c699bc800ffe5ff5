import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconCircleCheck, IconKey } from '@tabler/icons-react';
import type { Role, Security } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { leastLetters } from './factor-rules.ts';
import { PasswordForm } from './password-form.tsx';

interface PasswordCardProps {
  readonly security: Security;
  readonly role: Role;
}

export function PasswordCard({ security, role }: PasswordCardProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <Card title={t('account.password')} icon={<IconKey size={20} />}>
      <Stack>
        <div>
          <Facts
            facts={[
              { name: t('password.changed'), value: format.date(security.passwordChangedAt) },
            ]}
          />
          <output>
            {done && (
              <Alert color="ward" variant="light" icon={<IconCircleCheck size={20} />} mt="sm">
                {t('password.done')}
              </Alert>
            )}
          </output>
        </div>
        <Group>
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('password.change')}
          </Button>
        </Group>
      </Stack>
      <Modal
        opened={open}
        onClose={close}
        title={t('password.change')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <PasswordForm
          least={leastLetters(security, role)}
          onClose={close}
          onChanged={() => {
            setDone(true);
            close();
          }}
        />
      </Modal>
    </Card>
  );
}
