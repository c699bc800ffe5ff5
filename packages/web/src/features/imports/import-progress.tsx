import { Progress, Stack, Text as Words } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { type Format, useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import type { ImportPhase } from './use-import.ts';

export function ImportProgress({ phase }: { readonly phase: ImportPhase }): ReactNode {
  const t = useText();
  const format = useFormat();
  const known = phase.total > 0;
  const words = phaseText(t, format, phase);
  return (
    <Card title={t('import.running')}>
      <Stack gap="xs">
        <Progress.Root size="lg">
          <Progress.Section
            value={known ? (phase.done / phase.total) * 100 : 100}
            animated={!known}
            aria-label={t('import.progress')}
          />
        </Progress.Root>
        <Words size="sm" component="output">
          {words}
        </Words>
      </Stack>
    </Card>
  );
}

function phaseText(t: Text, format: Format, { phase, done, total }: ImportPhase): string {
  if (phase === 'reading') return t('import.reading');
  // All bytes are out: the server now checks before it counts.
  if (phase === 'sending' && done === total) return t('import.checking');
  if (phase === 'sending') {
    return t('import.sending', { done: format.bytes(done), total: format.bytes(total) });
  }
  return t('import.sealing', { done, total });
}
