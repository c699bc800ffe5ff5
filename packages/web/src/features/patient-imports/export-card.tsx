import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { exportOrganisation } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { localDay } from '../../ui/local-day.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { saveLink } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import { useFreshProof } from '../sessions/index.ts';

/** Everybody in one's care there, as one file that the browser writes while it comes: it may be larger than memory. */
export function ExportCard({ organisationId }: { readonly organisationId: string }): ReactNode {
  const t = useText();
  const prove = useFreshProof();
  const download = useMutation({
    mutationFn: async () => {
      // A link can't ask for the proof itself.
      const isProved = await prove();
      const path = exportOrganisation.path.replace(':organisationId', organisationId);
      if (isProved) saveLink(`patients-${localDay(new Date())}.ndjson`, path);
      return isProved;
    },
  });
  return (
    <Card title={t('bring.export')} icon={<IconDownload size={20} />}>
      <Stack gap="sm">
        <span>{t('bring.export.words')}</span>
        <ProblemAlert error={download.error} />
        {download.data === true && (
          <Alert role="status" color="ward" variant="light" icon={<IconCircleCheck size={20} />}>
            {t('bring.export.begun')}
          </Alert>
        )}
        <Group>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {t('bring.export.action')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
