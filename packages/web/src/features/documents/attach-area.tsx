import { Alert, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle, IconCamera, IconFilePlus } from '@tabler/icons-react';
import { DOCUMENT_BYTES, MEDIA_TYPES } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { DropArea, FilePick } from '../../ui/drop-area.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { AttachForm } from './attach-form.tsx';
import { type DocumentFault, documentFault } from './document-title.ts';

const ACCEPT: Record<string, string[]> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
};

/** Choose or drop a file, look at its title, send it. */
export function AttachArea(): ReactNode {
  const t = useText();
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<DocumentFault | undefined>();
  const most = format.bytes(DOCUMENT_BYTES);
  const choose = ([chosen]: File[]): void => {
    const found = chosen && documentFault(chosen, MEDIA_TYPES, DOCUMENT_BYTES);
    setFault(found);
    setFile(chosen && !found ? chosen : null);
  };
  if (file) return <AttachForm key={file.name} file={file} onClose={() => setFile(null)} />;
  return (
    <Stack>
      {fault && (
        <Alert role="alert" color="wax" variant="light" icon={<IconAlertTriangle size={20} />}>
          {t(`document.fault.${fault}`, { most })}
        </Alert>
      )}
      <DropArea
        icon={<IconFilePlus size={28} />}
        title={t('documents.drop')}
        hint={t('documents.hint', { most })}
        button={t('documents.choose')}
        accept={ACCEPT}
        onFiles={choose}
      >
        <CameraPick onFiles={choose} />
      </DropArea>
    </Stack>
  );
}

/** Only where a finger points, which is where a camera is at hand. */
function CameraPick({ onFiles }: { readonly onFiles: (files: File[]) => void }): ReactNode {
  const t = useText();
  const touch = useMediaQuery('(pointer: coarse)');
  if (!touch) return null;
  return (
    <FilePick
      label={t('documents.camera')}
      variant="default"
      icon={<IconCamera size={18} />}
      accept={{ 'image/*': [] }}
      capture="environment"
      onFiles={onFiles}
    />
  );
}
