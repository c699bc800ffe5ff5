import type { Document } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useText } from '../../ui/text.ts';
import { useDeleteDocument } from './document-query.ts';

interface DeleteDialogProps {
  /** `null` is closed. */
  readonly document: Document | null;
  readonly onClose: () => void;
}

export function DeleteDialog({ document, onClose }: DeleteDialogProps): ReactNode {
  const t = useText();
  const remove = useDeleteDocument(onClose);
  return (
    <ConfirmDialog
      opened={document !== null}
      title={t('document.delete.title')}
      action={t('document.delete.action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => document && remove.mutate(document.documentId)}
      onClose={onClose}
    >
      {t('document.delete.words', { title: document?.title ?? '' })}
    </ConfirmDialog>
  );
}
