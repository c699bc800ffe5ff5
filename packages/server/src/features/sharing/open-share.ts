import { openShare as endpoint } from '@wardkeep/contract';
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
  // It uses up an opening.
  writes: true,
  person: sharedOwner,
  handle: async (scope) => {
    const { shareId, label, expiresAt, recordIds, shown } = await coveredBy(scope);
    if (!(await countOpening(scope.tx, scope.personId, shareId)))
      throw new Refusal('share_ended', 'This link was opened as often as it may be.');
    const records = await shown.see(await readRecordsById(scope.tx, scope.personId, recordIds));
    const documents = shown.mayRead('DocumentReference')
      ? await listStored(scope.tx, scope.personId, recordIds)
      : [];
    const patient = await describePatient(scope);
    return {
      patientName: patient?.name ?? null,
      patientBirthDate: patient?.birthDate ?? null,
      label,
      expiresAt: expiresAt.toISOString(),
      records: records.map(({ resource }) => ({ ...resource })),
      documents: documents.map((document) => describeDocument(scope, document)),
    };
  },
});
