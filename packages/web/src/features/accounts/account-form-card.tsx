import { Button, Stack } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { AccountFields } from './account-fields.tsx';
import {
  type AccountForm,
  EMPTY_FORM,
  type FormFault,
  type FormRules,
  formFaults,
} from './account-form.ts';
import { isPasswordRefusal, passwordRefusalText } from './password-refusal.ts';
import { useFocusOnFault } from './use-focus-on-fault.ts';

interface AccountFormCardProps {
  readonly rules: FormRules;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (form: AccountForm) => void;
}

/** Name, e-mail, password: the same for everybody who makes an account. */
export function AccountFormCard(props: AccountFormCardProps): ReactNode {
  const { rules, error } = props;
  const t = useText();
  const element = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState(EMPTY_FORM);
  const [sent, setSent] = useState<AccountForm>();
  const [faults, setFaults] = useState<FormFault[]>([]);
  const change = (next: AccountForm): void => {
    setForm(next);
    const left = formFaults(next, rules);
    setFaults((shown) => shown.filter((fault) => left.includes(fault)));
  };
  const send = (): void => {
    const found = formFaults(form, rules);
    setFaults(found);
    if (found.length > 0) return;
    setSent(form);
    props.onSend({ ...form, email: form.email.trim() });
  };
  useFocusOnFault(element, faults.length > 0 ? faults : error);
  return (
    <Card>
      <form
        noValidate
        ref={element}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack>
          <ProblemAlert error={!isPasswordRefusal(error) && error} />
          <AccountFields
            form={form}
            rules={rules}
            faults={faults}
            passwordRefusal={passwordRefusalText(t, error, {
              sent: sent?.password,
              now: form.password,
            })}
            onChange={change}
          />
          <Button type="submit" size="md" loading={props.busy}>
            {props.action}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
