import { Button, Divider, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import type { Client } from '@wardkeep/client';
import { type Session, proveByPasskey } from '@wardkeep/contract';
import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { useClient } from './client-context.tsx';
import { PasskeyAlert } from './passkey-alert.tsx';
import {
  type ShownPasskey,
  awaitPickedPasskey,
  showPasskey,
  stopWaitingForPasskey,
} from './passkey.ts';

interface PasskeySignInProps {
  readonly onSignedIn: (session: Session) => Promise<void>;
}

/** By passkey alone: with the button, or from the list that the browser shows at the e-mail field. */
export function PasskeySignIn({ onSignedIn }: PasskeySignInProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useMutation({
    mutationFn: async (picked: ShownPasskey | null) => {
      const response = picked ?? (await showPasskey(client));
      return client.call(proveByPasskey, { body: { response } });
    },
    onSuccess: onSignedIn,
  });
  usePickedPasskey(client, !attempt.isPending && !attempt.isSuccess, attempt.mutate);
  return (
    <Stack>
      <Divider label={t('prove.or')} />
      <PasskeyAlert error={attempt.error} title={t('signIn.failed')} />
      <Button
        variant="default"
        size="md"
        leftSection={<IconFingerprint size={20} />}
        loading={attempt.isPending}
        onClick={() => attempt.mutate(null)}
      >
        {t('passkey.signIn')}
      </Button>
    </Stack>
  );
}

/** The challenge lives for five minutes. */
const ASKED_ANEW_MS = 4 * 60_000;

function usePickedPasskey(
  client: Client,
  isOn: boolean,
  onPicked: (picked: ShownPasskey) => void,
): void {
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!isOn) return undefined;
    let isOver = false;
    const wait = async (): Promise<void> => {
      const picked = await awaitPickedPasskey(client);
      if (picked && !isOver) onPicked(picked);
    };
    // Whoever can't pick one still has the button, which says what is wrong.
    wait().catch(() => {});
    const timer = setTimeout(() => setRound(round + 1), ASKED_ANEW_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
      stopWaitingForPasskey();
    };
  }, [client, isOn, onPicked, round]);
}
