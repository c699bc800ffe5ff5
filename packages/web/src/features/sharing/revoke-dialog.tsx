import type { Share } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import { useRevokeShare } from './use-shares.ts';

interface RevokeDialogProps {
  /** `null` is closed. */
  readonly share: Share | null;
  readonly onClose: () => void;
}

export function RevokeDialog({ share, onClose }: RevokeDialogProps): ReactNode {
  const t = useText();
  const revoke = useRevokeShare(onClose);
  return (
    <ConfirmDialog
      opened={share !== null}
      title={t('shares.revoke.title')}
      action={t('shares.revoke.action')}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => share && revoke.mutate(share.shareId)}
      onClose={onClose}
    >
      {t('shares.revoke.words', { label: share?.label ?? '' })}
    </ConfirmDialog>
  );
}
