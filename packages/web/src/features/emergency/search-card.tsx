import { Alert, Button, Group, List, Stack, Text as Words } from '@mantine/core';
import { IconUrgent, IconUserQuestion } from '@tabler/icons-react';
import { ProblemError } from '@wardkeep/client';
import type { BodyInputOf, PersonId, openEmergencyAccess } from '@wardkeep/contract';
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
  const [alike, setAlike] = useState<Alike | null>(null);
  const send = (body: Body): void =>
    open.mutate(body, {
      onSuccess: ({ patientId, others }) => {
        setAsking(false);
        if (others === 0) onOpened(patientId);
        else setAlike({ body, patientId, others });
      },
      onError: () => setAsking(false),
    });
  const confirm = (): void => {
    const body = bodyOf(form, today);
    if (body !== null) send(body);
  };
  return (
    <Card title={t('emergency.search')} icon={<IconUrgent size={20} />}>
      <Stack gap="lg">
        <Form
          form={form}
          today={today}
          onChange={(changed) => {
            setForm(changed);
            setAlike(null);
          }}
          onSend={() => setAsking(true)}
        />
        <SearchRefused error={open.error} />
        {alike && (
          <SeveralAlike alike={alike} isBusy={open.isPending} onOpened={onOpened} onNext={send} />
        )}
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

type Body = BodyInputOf<typeof openEmergencyAccess>;

/** One was opened, and others are found by the same. */
interface Alike {
  readonly body: Body;
  readonly patientId: PersonId;
  readonly others: number;
}

interface SeveralAlikeProps {
  readonly alike: Alike;
  readonly isBusy: boolean;
  readonly onOpened: (patientId: PersonId) => void;
  readonly onNext: (body: Body) => void;
}

/** The chart that is open may be another person's: to be compared, and the next one opened where it is not theirs. */
function SeveralAlike({ alike, isBusy, onOpened, onNext }: SeveralAlikeProps): ReactNode {
  const t = useText();
  const { body, patientId, others } = alike;
  const next = (body.nth ?? 0) + 1;
  return (
    <Alert
      role="alert"
      color="honey"
      variant="light"
      icon={<IconUserQuestion size={20} />}
      title={t('emergency.alike', { count: others })}
    >
      <Words size="sm">{t('emergency.alike.words')}</Words>
      <Group mt="sm">
        <Button size="sm" color="wax" onClick={() => onOpened(patientId)}>
          {t('emergency.alike.open', { place: next })}
        </Button>
        {next <= others && (
          <Button
            size="sm"
            variant="default"
            loading={isBusy}
            onClick={() => onNext({ ...body, nth: next })}
          >
            {t('emergency.alike.next')}
          </Button>
        )}
      </Group>
    </Alert>
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

/** Nobody, or a number of several: the server does not tell which, and neither does this page. */
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
