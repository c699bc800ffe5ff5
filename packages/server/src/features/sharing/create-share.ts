import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { PersonId, createShare as endpoint } from '@wardkeep/contract';
import { shareName } from '../../db/sealed-columns.ts';
import { Refusal, phiRoute, type ChartScope, type Route } from '../../gate/index.ts';
import { listStored } from '../documents/index.ts';
import { readRecordsById } from '../records/index.ts';
import { describeShare } from './describe-share.ts';
import { insertShare, type StoredShare } from './share-store.ts';

export function createShare(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { body }) => {
      const recordIds = [...new Set(body.records.map(({ id }) => id))];
      const documentIds = [...new Set(body.documents)];
      await refuseWhatIsNotThere(scope, body.records, documentIds);
      const expiresAt = new Date(scope.now.getTime() + body.expiresInHours * 60 * 60_000);
      const linkId = randomBytes(32);
      const token = await scope.shareTokens.seal({
        patient_uuid: PersonId.parse(scope.personId),
        record_ids: [...recordIds, ...documentIds],
        expires_at: expiresAt.toISOString(),
        created_at: scope.now.toISOString(),
      });
      const share = newShare(scope, { ...body, expiresAt, linkId, token, recordIds, documentIds });
      const tokenHash = createHash('sha256').update(linkId).digest();
      await insertShare(scope.tx, scope.personId, { ...share, tokenHash, token });
      scope.wrote({ type: 'Share', id: share.shareId }, share.sealed);
      return describeShare(scope, share, publicUrl());
    },
  });
}

function newShare(
  scope: ChartScope,
  ask: {
    readonly label: string;
    readonly opensMost: number | null;
    readonly expiresAt: Date;
    readonly linkId: Buffer;
    readonly token: string;
    readonly recordIds: readonly string[];
    readonly documentIds: readonly string[];
  },
): StoredShare {
  const shareId = randomUUID();
  const sealed = scope.vault.seal(shareName(shareId), {
    label: ask.label,
    linkId: ask.linkId.toString('base64url'),
    tokenHash: createHash('sha256').update(ask.token).digest('hex'),
    recordCount: ask.recordIds.length,
    documentCount: ask.documentIds.length,
  });
  return {
    shareId,
    sealed,
    createdAt: scope.now,
    expiresAt: ask.expiresAt,
    revokedAt: null,
    opened: 0,
    opensMost: ask.opensMost,
  };
}

async function refuseWhatIsNotThere(
  scope: ChartScope,
  records: readonly { readonly type: string; readonly id: string }[],
  documentIds: readonly string[],
): Promise<void> {
  const ids = records
    .map(({ id }) => id)
    .filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const known = new Set(
    (await readRecordsById(scope.tx, scope.personId, ids)).map((row) => `${row.type}/${row.id}`),
  );
  const documents = new Set(
    (await listStored(scope.tx, scope.personId, documentIds)).map((row) => row.documentId),
  );
  const missing = [
    ...records.flatMap(({ type, id }, index) =>
      known.has(`${type}/${id}`) ? [] : [`records[${index}]`],
    ),
    ...documentIds.flatMap((id, index) => (documents.has(id) ? [] : [`documents[${index}]`])),
  ];
  if (missing.length === 0) return;
  throw new Refusal('validation_failed', 'Some of what should be shared is not in this chart.', {
    errors: missing.slice(0, 20).map((path) => ({ path, message: 'is not in this chart' })),
  });
}
