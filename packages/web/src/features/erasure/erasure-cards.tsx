import { Button, Group, Stack } from '@mantine/core';
import { IconHourglass, IconLoader, IconShieldCheck } from '@tabler/icons-react';
import type { Erasure } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useErasureStep } from './use-erasure.ts';

interface CardProps {
  readonly erasure: Erasure;
}

/** The first step deletes nothing, and says so beside the button. */
export function RequestCard({ erasure }: CardProps): ReactNode {
  const t = useText();
  const request = useErasureStep('request');
  const { waitingDays: days, state } = erasure;
  return (
    <Card title={t('erasure.request')} icon={<IconHourglass size={20} />}>
      <Stack>
        {state === 'cancelled' && <span>{t('erasure.cancelled')}</span>}
        <span>{t('erasure.request.words', { days })}</span>
        <ProblemAlert error={request.error} />
        <Group>
          <Button
            variant="outline"
            color="wax"
            loading={request.isPending}
            onClick={() => request.mutate()}
          >
            {t('erasure.request.action')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

export function WaitingCard({ erasure }: CardProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const from = erasure.confirmableFrom ?? '';
  return (
    <Card title={t('erasure.waiting')} icon={<IconHourglass size={20} />} tone="warn">
      <Stack>
        <span>
          {t('erasure.waiting.words', {
            date: format.dateTime(from),
            relative: format.relative(from, now),
          })}
        </span>
        <KeepButton />
      </Stack>
    </Card>
  );
}

/** Keeping the data is one press, here as on every page. */
export function KeepButton(): ReactNode {
  const t = useText();
  const cancel = useErasureStep('cancel');
  return (
    <Stack gap="sm">
      <ProblemAlert error={cancel.error} />
      <Group>
        <Button
          leftSection={<IconShieldCheck size={18} />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t('erasure.keep')}
        </Button>
      </Group>
    </Stack>
  );
}

export function ErasingCard(): ReactNode {
  const t = useText();
  return (
    <Card title={t('erasure.erasing')} icon={<IconLoader size={20} />} tone="warn">
      {t('erasure.erasing.words')}
    </Card>
  );
}
