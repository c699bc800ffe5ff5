import { Modal } from '@mantine/core';
import type { Share } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { ShareForm } from './share-form.tsx';
import { ShareLink } from './share-link-view.tsx';
import type { ShareSelection } from './share-selection.ts';

interface ShareDialogProps {
  readonly opened: boolean;
  readonly selection: ShareSelection;
  readonly onClose: () => void;
  /** Closed after a link was made. */
  readonly onShared?: () => void;
}

/** First what the link may do, then the link itself. */
export function ShareDialog({ opened, selection, onClose, onShared }: ShareDialogProps): ReactNode {
  const t = useText();
  const [share, setShare] = useState<Share | null>(null);
  const close = (): void => {
    onClose();
    if (share) onShared?.();
    setShare(null);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title={share ? t('share.ready') : t('share.new')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {share ? (
        <ShareLink share={share} onDone={close} />
      ) : (
        <ShareForm selection={selection} onShared={setShare} onCancel={close} />
      )}
    </Modal>
  );
}
