import type { Share } from '@wardkeep/contract';
import { shareName } from '../../db/sealed-columns.ts';
import type { ChartScope } from '../../gate/index.ts';
import { shareState } from './share-rules.ts';
import type { StoredShare } from './share-store.ts';

/** A share as its owner sees it, the link included: it is sealed under the owner's own key. */
export function describeShare(scope: ChartScope, row: StoredShare, publicUrl: string): Share {
  const detail = scope.vault.open(shareName(row.shareId), row.sealed);
  return {
    shareId: row.shareId,
    link: `${publicUrl}/shared#${detail.linkId}`,
    label: detail.label,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: shareState(row, scope.now),
    opened: row.opened,
    opensMost: row.opensMost,
    recordCount: detail.recordCount,
    documentCount: detail.documentCount,
  };
}
