import { Group, Stack } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { IMPORT_BYTES } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { DropArea } from '../../ui/drop-area.tsx';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ChartButton, useOpenChart } from '../open-chart/index.ts';
import { ImportError } from './import-error.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportResult } from './import-result.tsx';
import { useImport } from './use-import.ts';

export function ImportPage(): ReactNode {
  const t = useText();
  const format = useFormat();
  const { phase, mutation } = useImport(useOpenChart().patientId);
  const start = ([file]: File[]): void => {
    if (file) mutation.mutate(file);
  };
  return (
    <Page title={t('import.title')} lead={t('import.lead')}>
      <Stack gap="lg">
        {mutation.data && <ImportResult report={mutation.data} onAgain={mutation.reset} />}
        <ImportError error={mutation.error} />
        {mutation.isPending && phase && <ImportProgress phase={phase} />}
        {!mutation.isPending && !mutation.data && (
          <DropArea
            icon={<IconFileImport size={28} />}
            title={t('import.drop')}
            hint={t('import.hint', { most: format.bytes(IMPORT_BYTES) })}
            button={t('import.choose')}
            accept={ACCEPTED}
            onFiles={start}
          />
        )}
        {!mutation.data && <WhereFrom />}
      </Stack>
    </Page>
  );
}

const ACCEPTED = {
  'application/json': ['.json'],
  'application/fhir+json': ['.fhir'],
  'application/x-ndjson': ['.ndjson', '.jsonl'],
  'application/xml': ['.xml', '.cda', '.ccda'],
};

function WhereFrom(): ReactNode {
  const t = useText();
  return (
    <Card title={t('import.where')} tone="tint">
      <Stack gap="sm">
        <span>{t('import.where.portal')}</span>
        <span>{t('import.where.ask')}</span>
        <span>{t('import.where.other')}</span>
        <Group>
          <ChartButton place="documents" variant="default" size="sm">
            {t('import.where.documents')}
          </ChartButton>
        </Group>
      </Stack>
    </Card>
  );
}
