import { Button, Group, Progress, Stack, Text as Words } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import type { BringingState } from './bringing.ts';
import { CountsList } from './counts-list.tsx';

interface BringingProgressProps {
  readonly state: BringingState;
  readonly onStop: () => void;
}

export function BringingProgress({ state, onStop }: BringingProgressProps): ReactNode {
  const t = useText();
  const { phase, linesRead, counts } = state;
  const isReading = counts.total === 0;
  const words = isReading
    ? t('bring.reading', { count: linesRead })
    : t('bring.sending', { done: counts.done, total: counts.total });
  return (
    <Card title={t(phase === 'stopping' ? 'bring.stopping' : 'bring.running')}>
      <Stack>
        <Progress.Root size="lg">
          <Progress.Section
            value={isReading ? 100 : (counts.done / counts.total) * 100}
            animated={isReading}
            aria-label={t('bring.progress')}
          />
        </Progress.Root>
        <Words size="sm">{words}</Words>
        {!isReading && <CountsList counts={counts} />}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={18} />}
            loading={phase === 'stopping'}
            onClick={onStop}
          >
            {t('bring.stop')}
          </Button>
          <Words size="sm" c="dimmed">
            {t('bring.stay')}
          </Words>
        </Group>
      </Stack>
    </Card>
  );
}
