import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconMail, IconMailForward } from '@tabler/icons-react';
import { Email, requestEmailChange } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';

/** Nothing changes before the link in the new mailbox is opened. */
export function EmailCard({ email }: { readonly email: string }): ReactNode {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <Card title={t('account.email')} icon={<IconMail size={20} />}>
      <Stack>
        <div>
          <Facts facts={[{ name: t('email.current'), value: email }]} />
          <output>
            {sent && (
              <Alert color="ward" variant="light" icon={<IconMailForward size={20} />} mt="sm">
                {t('email.sent')}
              </Alert>
            )}
          </output>
        </div>
        <Group>
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('email.change')}
          </Button>
        </Group>
      </Stack>
      <Modal
        opened={open}
        onClose={close}
        title={t('email.change')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <EmailForm
          onClose={close}
          onSent={() => {
            setSent(true);
            close();
          }}
        />
      </Modal>
    </Card>
  );
}

interface EmailFormProps {
  readonly onSent: () => void;
  readonly onClose: () => void;
}

function EmailForm({ onSent, onClose }: EmailFormProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState(false);
  const change = useMutation({
    mutationFn: () => client.call(requestEmailChange, { body: { email: email.trim() } }),
    onSuccess: onSent,
  });
  const send = (): void => {
    const right = Email.safeParse(email.trim()).success;
    setWrong(!right);
    if (right) change.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <span>{t('email.change.words')}</span>
        <ProblemAlert error={change.error} words={{ not_supported: t('email.noMail') }} />
        <TextInput
          label={t('email.new')}
          type="email"
          autoComplete="email"
          data-autofocus
          value={email}
          error={wrong && t('account.email.invalid')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('email.change.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
