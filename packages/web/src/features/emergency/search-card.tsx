import { Alert, Button, Group, List, Stack, Text as Words } from '@mantine/core';
import { IconUrgent, IconUserQuestion } from '@tabler/icons-react';
import { ProblemError } from '@wardkeep/client';
import type { PersonId } from '@wardkeep/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { localDay } from '../../ui/local-day.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useOpenEmergency } from './emergency-query.ts';
import { ReasonFields } from './reason-fields.tsx';
import { SearchFields } from './search-fields.tsx';
import { NO_SEARCH, type SearchForm, bodyOf, faultsOf } from './search-form-rules.ts';

interface SearchCardProps {
  readonly onOpened: (patientId: PersonId) => void;
}

/** Who is meant and why; asked once more before anything is opened. */
export function SearchCard({ onOpened }: SearchCardProps): ReactNode {
  const t = useText();
  const today = localDay(useNow());
  const [form, setForm] = useState(NO_SEARCH);
  const [asking, setAsking] = useState(false);
  const open = useOpenEmergency();
  const confirm = (): void => {
    const body = bodyOf(form, today);
    if (body === null) return;
    open.mutate(body, {
      onSuccess: ({ patientId }) => onOpened(patientId),
      onError: () => setAsking(false),
    });
  };
  return (
    <Card title={t('emergency.search')} icon={<IconUrgent size={20} />}>
      <Stack gap="lg">
        <Form form={form} today={today} onChange={setForm} onSend={() => setAsking(true)} />
        <SearchRefused error={open.error} />
      </Stack>
      <ConfirmDialog
        opened={asking}
        title={t('emergency.confirm')}
        action={t('emergency.confirm.action')}
        busy={open.isPending}
        error={null}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        {t('emergency.confirm.words')}
      </ConfirmDialog>
    </Card>
  );
}

interface FormProps {
  readonly form: SearchForm;
  readonly today: string;
  readonly onChange: (form: SearchForm) => void;
  /** Nothing is missing. */
  readonly onSend: () => void;
}

function Form({ form, today, onChange, onSend }: FormProps): ReactNode {
  const t = useText();
  const element = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  const missing = faultsOf(form, today);
  const faults = tries === 0 ? [] : missing;
  useEffect(() => {
    // Whoever sent it is taken to the first field that is not right.
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTries(tries + 1);
        if (missing.length === 0) onSend();
      }}
    >
      <Stack gap="lg">
        <SearchFields form={form} faults={faults} today={today} onChange={onChange} />
        <ReasonFields form={form} faults={faults} onChange={onChange} />
        <Group>
          <Button type="submit" color="wax" size="md">
            {t('emergency.open')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Nobody, or more than one: the server does not tell which, and neither does this page. */
function SearchRefused({ error }: { readonly error: unknown }): ReactNode {
  const t = useText();
  if (!(error instanceof ProblemError) || error.code !== 'not_found')
    return <ProblemAlert error={error} />;
  return (
    <Alert
      role="alert"
      color="honey"
      variant="light"
      icon={<IconUserQuestion size={20} />}
      title={t('emergency.notFound')}
    >
      <Words size="sm">{t('emergency.notFound.words')}</Words>
      <List size="sm" mt="xs">
        <List.Item>{t('emergency.notFound.spelling')}</List.Item>
        <List.Item>{t('emergency.notFound.other')}</List.Item>
        <List.Item>{t('emergency.notFound.without')}</List.Item>
      </List>
    </Alert>
  );
}
