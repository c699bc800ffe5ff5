import { Button, Group, Stack, Text as Words } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { Share } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { CopyField } from '../../ui/copy-field.tsx';
import { useFormat } from '../../ui/format.ts';
import { QrCode } from '../../ui/qr-code.tsx';
import { useText } from '../../ui/text.ts';

interface ShareLinkProps {
  readonly share: Share;
  readonly onDone: () => void;
}

/** The link as text, as a code for a camera, and on paper. */
export function ShareLink({ share, onDone }: ShareLinkProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const until = format.dateTime(share.expiresAt);
  return (
    <Stack>
      <Words>{t('share.ready.lead', { until })}</Words>
      <CopyField label={t('share.link')} value={share.link} />
      <div className="wk-print">
        <Stack gap="xs" align="stretch">
          <QrCode value={share.link} label={t('share.qr', { label: share.label })} />
          <Words ta="center" size="sm">
            {t('share.qr.caption', { label: share.label, until })}
          </Words>
        </Stack>
      </div>
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} />}
          onClick={() => window.print()}
        >
          {t('share.print')}
        </Button>
        <Button onClick={onDone}>{t('app.done')}</Button>
      </Group>
    </Stack>
  );
}
