import { Button, Divider, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { ProblemError } from '@wardkeep/client';
import {
  type ProofMethod,
  type Session,
  proveByCode,
  proveByPasskey,
  proveByPassword,
} from '@wardkeep/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from './client-context.tsx';
import { CodeField, isWrongCode, plainCode } from './code-field.tsx';
import { PasskeyAlert } from './passkey-alert.tsx';
import { hasPasskeys, showPasskey } from './passkey.ts';
import { offeredProofs } from './proof-rules.ts';

interface ProveItProps {
  /** What this account can show. */
  readonly proofs: readonly ProofMethod[];
  readonly onProved: (session: Session) => void;
}

/** Asks for one proof, and offers the others. */
export function ProveIt({ proofs, onProved }: ProveItProps): ReactNode {
  const t = useText();
  const offered = offeredProofs(proofs, hasPasskeys());
  const [chosen, choose] = useState<ProofMethod | undefined>();
  const asked = chosen ?? offered[0];
  const others = offered.filter((method) => method !== asked);
  const element = useRef<HTMLDivElement>(null);
  // It appears when somebody chose it, or late in a dialog: the next key goes into it.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [asked]);
  return (
    <Stack ref={element}>
      {asked === undefined && <span>{t('prove.noneHere')}</span>}
      {asked === 'passkey' && <PasskeyProof onProved={onProved} />}
      {asked === 'totp' && <CodeProof key="app" kind="app" onProved={onProved} />}
      {asked === 'recovery-code' && (
        <CodeProof key="recovery" kind="recovery" onProved={onProved} />
      )}
      {asked === 'password' && <PasswordProof onProved={onProved} />}
      {others.length > 0 && (
        <>
          <Divider label={t('prove.or')} />
          {others.map((method) => (
            <Button key={method} variant="subtle" onClick={() => choose(method)}>
              {t(`prove.by.${method}`)}
            </Button>
          ))}
        </>
      )}
    </Stack>
  );
}

interface ProofProps {
  readonly onProved: (session: Session) => void;
}

function PasskeyProof({ onProved }: ProofProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useMutation({
    mutationFn: async () =>
      client.call(proveByPasskey, { body: { response: await showPasskey(client) } }),
    onSuccess: onProved,
  });
  return (
    <Stack>
      <PasskeyAlert error={attempt.error} />
      <Button
        size="md"
        data-autofocus
        leftSection={<IconFingerprint size={20} />}
        loading={attempt.isPending}
        onClick={() => attempt.mutate()}
      >
        {t('passkey.use')}
      </Button>
    </Stack>
  );
}

interface CodeProofProps extends ProofProps {
  readonly kind: 'app' | 'recovery';
}

function CodeProof({ kind, onProved }: CodeProofProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [typed, setTyped] = useState('');
  const attempt = useMutation({
    mutationFn: () => client.call(proveByCode, { body: { code: plainCode(typed) } }),
    onSuccess: onProved,
  });
  return (
    <ProofForm busy={attempt.isPending} action={t('prove.action')} onSend={() => attempt.mutate()}>
      <ProblemAlert error={!isWrongCode(attempt.error) && attempt.error} />
      <CodeField kind={kind} value={typed} error={attempt.error} onChange={setTyped} />
    </ProofForm>
  );
}

function PasswordProof({ onProved }: ProofProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => client.call(proveByPassword, { body: { password } }),
    onSuccess: onProved,
  });
  const { error } = attempt;
  const wrong = error instanceof ProblemError && error.code === 'wrong_credentials';
  return (
    <ProofForm busy={attempt.isPending} action={t('prove.action')} onSend={() => attempt.mutate()}>
      <ProblemAlert error={!wrong && error} />
      <PasswordInput
        label={t('account.password')}
        autoComplete="current-password"
        required
        data-autofocus
        value={password}
        error={wrong && t('prove.password.wrong')}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
      />
    </ProofForm>
  );
}

interface ProofFormProps {
  readonly busy: boolean;
  readonly action: string;
  readonly onSend: () => void;
  readonly children: ReactNode;
}

function ProofForm({ busy, action, onSend, children }: ProofFormProps): ReactNode {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <Stack>
        {children}
        <Button type="submit" size="md" loading={busy}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
