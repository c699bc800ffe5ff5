import type { Share } from '@wardkeep/contract';
import type { ShareDetail } from '../../db/schema.ts';
import { shareState } from './share-rules.ts';
import type { StoredShare } from './share-store.ts';

/** A share as its maker sees it, the link included: it is sealed under the patient's own key. */
export function describeShare(
  row: StoredShare,
  detail: ShareDetail,
  { now, publicUrl }: { readonly now: Date; readonly publicUrl: string },
): Share {
  return {
    shareId: row.shareId,
    link: `${publicUrl}/shared#${detail.linkId}`,
    label: detail.label,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: shareState(row, now),
    opened: row.opened,
    opensMost: row.opensMost,
    recordCount: detail.recordCount,
    documentCount: detail.documentCount,
  };
}
