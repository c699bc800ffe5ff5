import { createHash, timingSafeEqual } from 'node:crypto';
import { shareName } from '../../db/sealed-columns.ts';
import type { ShareDetail } from '../../db/schema.ts';
import { Refusal, type ChartScope, type GrantedView } from '../../gate/index.ts';
import { readShareSealed } from './share-store.ts';

export interface Covered {
  readonly shareId: string;
  readonly label: string;
  readonly expiresAt: Date;
  readonly recordIds: readonly string[];
  /** All of the chart, or what whoever made the link under a grant sees of it now. */
  readonly shown: GrantedView;
}

/**
 * What the link's token covers. Neither the row nor the token is believed by itself: the row can be altered in the
 * database, and anybody who has the public key can make a token. What binds them is sealed under the owner's own key:
 * the link's id and the token's hash.
 */
export async function coveredBy(scope: ChartScope): Promise<Covered> {
  const { caller } = scope;
  if (caller.kind !== 'share-holder') throw ended();
  const { shareId, linkHash, expiresAt } = caller.share;
  const sealed = await readShareSealed(scope.tx, scope.personId, shareId);
  if (sealed === undefined) throw ended();
  const detail = scope.vault.open(shareName(shareId), sealed);
  const isThisLink = timingSafeEqual(sha256(Buffer.from(detail.linkId, 'base64url')), linkHash);
  const isThisToken = detail.tokenHash === sha256(caller.share.token).toString('hex');
  if (!isThisLink || !isThisToken) throw ended();
  const token = await scope.shareTokens.open(caller.share.token);
  const isForThis =
    token.patient_uuid === scope.personId &&
    token.expires_at === expiresAt.toISOString() &&
    scope.now.getTime() < Date.parse(token.expires_at);
  if (!isForThis) throw ended();
  const shown = await shownBy(scope, detail);
  return { shareId, label: detail.label, expiresAt, recordIds: token.record_ids, shown };
}

/** The row's own `granted_by` is not asked: whoever takes it away would cut a link loose from the grant that it ends with. */
async function shownBy(scope: ChartScope, { grantedBy }: ShareDetail): Promise<GrantedView> {
  if (grantedBy === undefined) return { mayRead: () => true, see: (records) => scope.see(records) };
  const shown = await scope.asGranted(grantedBy);
  if (shown === undefined) throw ended();
  return shown;
}

function sha256(value: string | Uint8Array): Buffer {
  return createHash('sha256').update(value).digest();
}

function ended(): Refusal {
  return new Refusal(
    'share_ended',
    'This link does not open anything any more. Ask whoever shared it for a new one.',
  );
}
