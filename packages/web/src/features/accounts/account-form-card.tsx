import { Button, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { AccountFields } from './account-fields.tsx';
import { type AccountForm, EMPTY_FORM, type FormFault, formFaults } from './account-form.ts';

interface AccountFormCardProps {
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (form: AccountForm) => void;
}

/** Name, e-mail, password: the same for everybody who makes an account. */
export function AccountFormCard({ action, busy, error, onSend }: AccountFormCardProps): ReactNode {
  const [form, setForm] = useState(EMPTY_FORM);
  const [faults, setFaults] = useState<FormFault[]>([]);
  const change = (next: AccountForm): void => {
    setForm(next);
    const left = formFaults(next);
    setFaults((shown) => shown.filter((fault) => left.includes(fault)));
  };
  const send = (): void => {
    const found = formFaults(form);
    setFaults(found);
    if (found.length === 0) onSend({ ...form, email: form.email.trim() });
  };
  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack>
          <ProblemAlert error={error} />
          <AccountFields form={form} faults={faults} onChange={change} />
          <Button type="submit" size="md" loading={busy}>
            {action}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
