import { Image, Modal } from '@mantine/core';
import type { Document } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { contentUrl } from './document-query.ts';

interface DocumentPreviewProps {
  /** `null` is closed. */
  readonly document: Document | null;
  readonly onClose: () => void;
}

export function DocumentPreview({ document, onClose }: DocumentPreviewProps): ReactNode {
  const t = useText();
  const { patientId } = useOpenChart();
  return (
    <Modal
      opened={document !== null}
      onClose={onClose}
      title={document?.title}
      size="xl"
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {document && (
        <Image
          src={contentUrl(patientId, document.documentId)}
          alt={document.title}
          radius="md"
          fit="contain"
          mah="70vh"
        />
      )}
    </Modal>
  );
}
