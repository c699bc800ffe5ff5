import { Button, Group, Stack, Text as Words } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { useText } from '../../ui/text.ts';
import type { BringingState } from './bringing.ts';
import { CountsList } from './counts-list.tsx';
import type { Counts } from './ledger.ts';

interface BringingResultProps {
  readonly state: BringingState;
  readonly onGoOn: () => void;
  readonly onAgain: () => void;
}

/** How it ended, or where it stopped. */
export function BringingResult({ state, onGoOn, onAgain }: BringingResultProps): ReactNode {
  const t = useText();
  const { phase, counts } = state;
  const isStopped = phase === 'stopped';
  return (
    <Card
      title={t(isStopped ? 'bring.stopped' : 'bring.done')}
      icon={isStopped ? <IconInfoCircle size={22} /> : <IconCircleCheck size={22} />}
    >
      <Stack>
        <div role="status">
          <Words>{isStopped ? t('bring.stopped.words', left(counts)) : records(t, counts)}</Words>
        </div>
        <CountsList counts={counts} />
        <Group>
          {isStopped ? (
            <Button leftSection={<IconPlayerPlay size={18} />} onClick={onGoOn}>
              {t('bring.goOn')}
            </Button>
          ) : (
            <ButtonLink to="/people">{t('bring.toList')}</ButtonLink>
          )}
          <Button variant="default" onClick={onAgain}>
            {t('bring.again')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

const left = ({ total, done }: Counts) => ({ count: total - done });

function records(t: ReturnType<typeof useText>, { imported, unchanged }: Counts): string {
  const came = t('bring.done.imported', { count: imported });
  return unchanged === 0 ? came : `${came} ${t('bring.done.unchanged', { count: unchanged })}`;
}
