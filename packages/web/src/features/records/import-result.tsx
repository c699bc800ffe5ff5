import { Button, Group, SimpleGrid, Stack, Text as Words } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import classes from './import-result.module.css';
import { useRecordWords } from './record-words.ts';
import type { ImportReply } from './use-import.ts';

interface ImportResultProps {
  readonly reply: ImportReply;
  readonly onAgain: () => void;
}

export function ImportResult({ reply, onAgain }: ImportResultProps): ReactNode {
  const t = useText();
  const { number } = useFormat();
  const words = useRecordWords();
  const { isOwn } = useOpenChart();
  const kinds = Object.entries(reply.byType).sort(([, a], [, b]) => b - a);
  return (
    <Card title={t('import.done')} icon={<IconCircleCheck size={22} />}>
      <Stack>
        <Words component="output">{t('import.done.words', { count: reply.imported })}</Words>
        <SimpleGrid cols={{ base: 2, xs: 3, md: 4 }} component="ul" className={classes.kinds ?? ''}>
          {kinds.map(([type, count]) => (
            <li key={type} className={classes.kind}>
              <strong>{number(count)}</strong>
              {words.kind(type, count)}
            </li>
          ))}
        </SimpleGrid>
        <Group>
          <ChartButton place="chart">{t(isOwn ? 'import.toChart' : 'record.back')}</ChartButton>
          <Button variant="default" onClick={onAgain}>
            {t('import.again')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
