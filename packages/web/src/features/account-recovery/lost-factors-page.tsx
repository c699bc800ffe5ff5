import { Alert, Button, List, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconClock, IconListNumbers } from '@tabler/icons-react';
import { type ReplyOf, requestAccountRecovery } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';

type Waiting = ReplyOf<typeof requestAccountRecovery>;

/** For whoever gave the password and has nothing left for the second step: what happens, and when. */
export function LostFactorsPage(): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useMutation({
    mutationFn: () => client.call(requestAccountRecovery, { body: {} }),
  });
  return (
    <Page title={t('lost.title')} lead={t('lost.lead')} width="narrow">
      <Stack gap="lg">
        <Card title={t('lost.steps')} icon={<IconListNumbers size={20} />}>
          <List type="ordered" spacing="xs" listStyleType="decimal">
            <List.Item>{t('lost.step.ask')}</List.Item>
            <List.Item>{t('lost.step.approve')}</List.Item>
            <List.Item>{t('lost.step.wait')}</List.Item>
            <List.Item>{t('lost.step.signIn')}</List.Item>
          </List>
        </Card>
        <ProblemAlert error={attempt.error} />
        {attempt.data ? (
          <Asked waiting={attempt.data} />
        ) : (
          <Button size="md" loading={attempt.isPending} onClick={() => attempt.mutate()}>
            {t('lost.action')}
          </Button>
        )}
        <ButtonLink to="/sign-in/second" variant="subtle">
          {t('lost.back')}
        </ButtonLink>
      </Stack>
    </Page>
  );
}

function Asked({ waiting }: { readonly waiting: Waiting }): ReactNode {
  const t = useText();
  const format = useFormat();
  const until = format.dateTime(waiting.waitsUntil);
  return (
    <Alert
      role="status"
      color="ward"
      variant="light"
      icon={<IconClock size={20} />}
      title={t('lost.asked')}
    >
      {t(waiting.isApproved ? 'lost.asked.approved' : 'lost.asked.words', { until })}
    </Alert>
  );
}
