import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconHeartHandshake } from '@tabler/icons-react';
import { type PersonId, acceptGuardianship } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';

interface GuardianshipPageProps {
  readonly token: string;
  readonly email: string;
  readonly onAccepted: (patientId: PersonId) => void;
}

/** Becoming a guardian beside the one who sent the link. Whose, is told once it is accepted. */
export function GuardianshipPage({ token, email, onAccepted }: GuardianshipPageProps): ReactNode {
  const t = useText();
  const client = useClient();
  const accept = useMutation({
    mutationFn: () => client.call(acceptGuardianship, { body: { token } }),
    onSuccess: ({ patientId }) => onAccepted(patientId),
  });
  return (
    <Page title={t('guardianship.title')} lead={t('guardianship.lead')} width="narrow">
      <Card title={t('guardianship.what')} icon={<IconHeartHandshake size={20} />}>
        <Stack>
          <span>{t('guardianship.words')}</span>
          <ProblemAlert
            error={accept.error}
            words={{
              link_invalid: `${t('offer.invalid.words')} ${t('offer.invalid.account', { email })}`,
              forbidden: t('guardianship.forbidden'),
            }}
          />
          <div>
            <Button loading={accept.isPending} onClick={() => accept.mutate()}>
              {t('guardianship.accept')}
            </Button>
          </div>
        </Stack>
      </Card>
    </Page>
  );
}
