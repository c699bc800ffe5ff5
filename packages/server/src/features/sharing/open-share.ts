import { openShare as endpoint } from '@wardkeep/contract';
import { recordName } from '../../db/sealed-columns.ts';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { describeDocument, listStored } from '../documents/index.ts';
import { describePatient, readRecordsById } from '../records/index.ts';
import { coveredBy } from './covered-by.ts';
import { sharedOwner } from './shared-owner.ts';
import { countOpening } from './share-store.ts';

/** What a link shows to whoever holds it: the records its token names, as they are now, and nothing beside. */
export const openShare = phiRoute({
  endpoint,
  opens: 'chart',
  person: sharedOwner,
  handle: async (scope) => {
    const { shareId, label, expiresAt, recordIds } = await coveredBy(scope);
    if (!(await countOpening(scope.tx, scope.personId, shareId)))
      throw new Refusal('share_ended', 'This link was opened as often as it may be.');
    const records = await readRecordsById(scope.tx, scope.personId, recordIds);
    scope.read(...records.map(({ type, id, version }) => ({ type, id, version })));
    const documents = await listStored(scope.tx, scope.personId, recordIds);
    const patient = await describePatient(scope);
    return {
      patientName: patient?.name ?? null,
      patientBirthDate: patient?.birthDate ?? null,
      label,
      expiresAt: expiresAt.toISOString(),
      records: records.map((record) => ({
        ...scope.vault.open(recordName(record), record.sealed),
      })),
      documents: documents.map((document) => describeDocument(scope, document)),
    };
  },
});
