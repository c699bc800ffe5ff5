import { Alert, Button, Checkbox, Group, List, Stack, Text as Words } from '@mantine/core';
import { IconCircleCheck, IconDownload, IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useExport } from './use-export.ts';

/** For insurers and researchers: the records of whoever agreed to it, without what tells who they are. */
export function ExportPage(): ReactNode {
  const t = useText();
  return (
    <Page title={t('export.title')} lead={t('export.lead')} width="middle">
      <Stack gap="lg">
        <Card title={t('export.what')} icon={<IconEyeOff size={20} />} tone="tint">
          <List spacing="xs">
            <List.Item>{t('export.what.who')}</List.Item>
            <List.Item>{t('export.what.out')}</List.Item>
            <List.Item>{t('export.what.dates')}</List.Item>
            <List.Item>{t('export.what.pseudonym')}</List.Item>
          </List>
        </Card>
        <DownloadCard />
      </Stack>
    </Page>
  );
}

function DownloadCard(): ReactNode {
  const t = useText();
  const format = useFormat();
  const [withFreeText, setWithFreeText] = useState(false);
  const download = useExport();
  const { data } = download;
  return (
    <Card title={t('export.download')} icon={<IconDownload size={20} />}>
      <Stack>
        <Checkbox
          size="md"
          label={t('export.freeText')}
          description={t('export.freeText.words')}
          checked={withFreeText}
          onChange={(event) => setWithFreeText(event.currentTarget.checked)}
        />
        <ProblemAlert
          error={download.error}
          words={{
            identifier_left: t(withFreeText ? 'export.left.freeText' : 'export.left'),
            not_supported: t('export.tooMuch'),
          }}
        />
        {data !== undefined && (
          <Alert role="status" color="ward" variant="light" icon={<IconCircleCheck size={20} />}>
            {data.bytes === 0
              ? t('export.empty')
              : t('export.done', { name: data.fileName, size: format.bytes(data.bytes) })}
          </Alert>
        )}
        <Group>
          <Button
            leftSection={<IconDownload size={18} />}
            loading={download.isPending}
            onClick={() => download.mutate(withFreeText)}
          >
            {t('export.action')}
          </Button>
        </Group>
        <Words size="sm" c="dimmed">
          {t('export.logged')}
        </Words>
      </Stack>
    </Card>
  );
}
