import { Button, Group, Stack, Text as Words } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { type KeyReportHead, readKeyReport } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { saveText } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';

/** The newest signed report, for whoever asks for proof. */
export function LastReport({ report }: { readonly report: KeyReportHead | null }): ReactNode {
  const t = useText();
  const format = useFormat();
  const client = useClient();
  const download = useMutation({
    mutationFn: (reportId: string) => client.call(readKeyReport, { params: { reportId } }),
    onSuccess: ({ reportId, kind, note }) => saveText(`wardkeep-${kind}-${reportId}.txt`, note),
  });
  if (report === null) {
    return (
      <Words size="sm" c="dimmed">
        {t('keys.report.none')}
      </Words>
    );
  }
  const { reportId, kind, createdAt } = report;
  return (
    <Stack gap="sm">
      <ProblemAlert error={download.error} />
      <Group justify="space-between">
        <Words size="sm">
          {t('keys.report', {
            kind: t(`keys.report.${kind}`),
            date: format.dateTime(createdAt),
          })}
        </Words>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={18} />}
          loading={download.isPending}
          onClick={() => download.mutate(reportId)}
        >
          {t('keys.report.download')}
        </Button>
      </Group>
    </Stack>
  );
}
