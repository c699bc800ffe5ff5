import { Button, Group, SimpleGrid, Stack, Text as Words } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ImportReport } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import { useRecordWords } from '../records/index.ts';
import classes from './import-result.module.css';
import { NotTakenCard } from './not-taken-card.tsx';

interface ImportResultProps {
  readonly report: ImportReport;
  readonly onAgain: () => void;
}

/** What came into the chart, what was there already, and what was not taken and why. */
export function ImportResult({ report, onAgain }: ImportResultProps): ReactNode {
  const t = useText();
  const { isOwn } = useOpenChart();
  const { imported, unchanged, notTakenCount } = report;
  const isNothing = imported === 0 && unchanged === 0;
  return (
    <>
      <Card
        title={t(isNothing ? 'import.done.nothing' : 'import.done')}
        icon={isNothing ? <IconInfoCircle size={22} /> : <IconCircleCheck size={22} />}
      >
        <Stack>
          <div role="status">
            <Words>{t('import.done.words', { count: imported })}</Words>
            {unchanged > 0 && <Words>{t('import.done.unchanged', { count: unchanged })}</Words>}
            {notTakenCount > 0 && (
              <Words>{t('import.done.notTaken', { count: notTakenCount })}</Words>
            )}
            {report.documentId !== null && <Words>{t('import.done.kept')}</Words>}
          </div>
          <Kinds byType={report.byType} />
          <Group>
            <ChartButton place="chart">{t(isOwn ? 'import.toChart' : 'record.back')}</ChartButton>
            <Button variant="default" onClick={onAgain}>
              {t('import.again')}
            </Button>
          </Group>
        </Stack>
      </Card>
      {notTakenCount > 0 && <NotTakenCard report={report} />}
    </>
  );
}

function Kinds({ byType }: Pick<ImportReport, 'byType'>): ReactNode {
  const { number } = useFormat();
  const words = useRecordWords();
  const kinds = Object.entries(byType).sort(([, a], [, b]) => b - a);
  if (kinds.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 4 }} component="ul" className={classes.kinds ?? ''}>
      {kinds.map(([type, count]) => (
        <li key={type} className={classes.kind}>
          <strong>{number(count)}</strong>
          {words.kind(type, count)}
        </li>
      ))}
    </SimpleGrid>
  );
}
