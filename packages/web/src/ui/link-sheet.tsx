import { Alert, Button, Group, Stack, Text as Words } from '@mantine/core';
import { IconMailForward, IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyField } from './copy-field.tsx';
import { QrCode } from './qr-code.tsx';
import { useText } from './text.ts';

interface LinkSheetProps {
  readonly link: string;
  /** For whom it is, and until when. */
  readonly lead: string;
  /** Null where no e-mail was asked for. */
  readonly sent: { readonly isSent: boolean; readonly words: string } | null;
  readonly fieldLabel: string;
  readonly qrLabel: string;
  /** Below the code, on paper too. */
  readonly caption: string;
}

/** A one-time link to hand over: as a code for a camera, as text, and on paper. */
export function LinkSheet(props: LinkSheetProps): ReactNode {
  const t = useText();
  const { link, sent } = props;
  return (
    <Stack component="output">
      {sent && (
        <Alert
          color={sent.isSent ? 'ward' : 'honey'}
          variant="light"
          icon={<IconMailForward size={20} />}
        >
          {sent.words}
        </Alert>
      )}
      <Words>{props.lead}</Words>
      <CopyField label={props.fieldLabel} value={link} />
      <div className="wk-print">
        <Stack gap="xs" align="stretch">
          <QrCode value={link} label={props.qrLabel} />
          <Words ta="center" size="sm">
            {props.caption}
          </Words>
        </Stack>
      </div>
      <Group justify="center">
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} />}
          onClick={() => window.print()}
        >
          {t('share.print')}
        </Button>
      </Group>
    </Stack>
  );
}
