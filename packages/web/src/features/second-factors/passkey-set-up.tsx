import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { addPasskey } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { PasskeyAlert, createPasskey, hasPasskeys, useClient } from '../sessions/index.ts';
import type { FactorSetUpProps } from './totp-set-up.tsx';

/** A passkey, with a name to know it by in the list. */
export function PasskeySetUp({ onDone }: FactorSetUpProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [name, setName] = useState(() => t('passkey.name.first'));
  const attempt = useMutation({
    mutationFn: async () => {
      const response = await createPasskey(client);
      return client.call(addPasskey, { body: { name, response } });
    },
    onSuccess: onDone,
  });
  if (!hasPasskeys()) return <Alert color="honey">{t('passkey.fault.unsupported')}</Alert>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Stack>
        <span>{t('passkey.words')}</span>
        <PasskeyAlert error={attempt.error} />
        <TextInput
          label={t('passkey.name')}
          description={t('passkey.name.hint')}
          value={name}
          required
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          leftSection={<IconFingerprint size={20} />}
          loading={attempt.isPending}
        >
          {t('passkey.action')}
        </Button>
      </Stack>
    </form>
  );
}
