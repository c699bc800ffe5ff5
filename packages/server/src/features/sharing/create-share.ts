import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { PersonId, createShare as endpoint } from '@wardkeep/contract';
import { shareName } from '../../db/sealed-columns.ts';
import type { ShareDetail } from '../../db/schema.ts';
import { phiRoute, type ChartScope, type Route } from '../../gate/index.ts';
import { describeShare } from './describe-share.ts';
import { insertShare, type StoredShare } from './share-store.ts';
import { sharedBy } from './shared-by.ts';

export function createShare(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { body }) => {
      const recordIds = [...new Set(body.records.map(({ id }) => id))];
      const documentIds = [...new Set(body.documents)];
      const { grantedBy, until } = await sharedBy(scope, { records: body.records, documentIds });
      const asked = new Date(scope.now.getTime() + body.expiresInHours * 60 * 60_000);
      const expiresAt = until !== null && until < asked ? until : asked;
      const linkId = randomBytes(32);
      const token = await scope.shareTokens.seal({
        patient_uuid: PersonId.parse(scope.personId),
        record_ids: [...recordIds, ...documentIds],
        expires_at: expiresAt.toISOString(),
        created_at: scope.now.toISOString(),
      });
      const detail = {
        label: body.label,
        linkId: linkId.toString('base64url'),
        tokenHash: createHash('sha256').update(token).digest('hex'),
        recordCount: recordIds.length,
        documentCount: documentIds.length,
        ...(grantedBy === undefined ? {} : { grantedBy }),
      };
      const share = newShare(scope, detail, { expiresAt, opensMost: body.opensMost });
      const tokenHash = createHash('sha256').update(linkId).digest();
      await insertShare(scope.tx, scope.personId, { ...share, grantedBy, tokenHash, token });
      scope.wrote({ type: 'Share', id: share.shareId }, share.sealed);
      return describeShare(share, detail, { now: scope.now, publicUrl: publicUrl() });
    },
  });
}

function newShare(
  scope: ChartScope,
  detail: ShareDetail,
  limits: Pick<StoredShare, 'expiresAt' | 'opensMost'>,
): StoredShare {
  const shareId = randomUUID();
  const sealed = scope.vault.seal(shareName(shareId), detail);
  return { shareId, sealed, createdAt: scope.now, revokedAt: null, opened: 0, ...limits };
}
