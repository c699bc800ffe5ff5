import { Modal } from '@mantine/core';
import type { Share } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { ShareLink } from './share-link-view.tsx';

interface ShareLinkDialogProps {
  /** `null` is closed. */
  readonly share: Share | null;
  readonly onClose: () => void;
}

export function ShareLinkDialog({ share, onClose }: ShareLinkDialogProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={share !== null}
      onClose={onClose}
      size="lg"
      title={share?.label}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {share && <ShareLink share={share} onDone={onClose} />}
    </Modal>
  );
}
