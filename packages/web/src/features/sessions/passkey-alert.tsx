import { Alert } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { PasskeyError } from './passkey.ts';

interface PasskeyAlertProps {
  readonly error: unknown;
  /** Of a refusal by the server. */
  readonly title?: string;
}

/** What became of a passkey that was asked for. Nothing when there is no error. */
export function PasskeyAlert({ error, title }: PasskeyAlertProps): ReactNode {
  const t = useText();
  if (!(error instanceof PasskeyError))
    return <ProblemAlert error={error} {...(title === undefined ? {} : { title })} />;
  return (
    <Alert role="alert" color="honey" variant="light" icon={<IconFingerprint size={20} />}>
      {t(`passkey.fault.${error.fault}`)}
    </Alert>
  );
}
