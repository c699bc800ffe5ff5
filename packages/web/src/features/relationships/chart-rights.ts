import { RECORD_KINDS, type RecordKind, type Relationship, type Role } from '@wardkeep/contract';
import { ALL_RIGHTS, type ChartRights } from '../open-chart/index.ts';

/** Who sees files; a technologist adds them and sees none. */
const FILE_READERS: readonly Role[] = ['provider', 'carer', 'patient', 'radiologist'];

/** Who sees what is stored, and so can say what is to stand in its place. */
const CHANGERS = FILE_READERS;

/** What somebody else's pages offer, by all the ways that lead to the chart. The server decides at each call. */
export function rightsOf(role: Role, relationships: readonly Relationship[]): ChartRights {
  if (relationships.some(({ kind }) => kind === 'guardian')) return ALL_RIGHTS;
  const isEmergency = relationships.some(({ kind }) => kind === 'emergency');
  const allTerms = relationships.flatMap(({ terms }) => terms ?? []);
  const readsFiles = FILE_READERS.includes(role);
  const writes = (kind?: RecordKind): boolean =>
    role !== 'client' &&
    allTerms.some(
      ({ mayWrite, kinds }) => mayWrite && (kind === undefined || kinds.includes(kind)),
    );
  const sees = (kind: RecordKind): boolean => allTerms.some(({ kinds }) => kinds.includes(kind));
  return {
    kinds: isEmergency ? 'all' : RECORD_KINDS.filter((kind) => sees(kind)),
    openRecords: role !== 'client',
    addRecords: writes(),
    addKinds: RECORD_KINDS.filter((kind) => writes(kind)),
    changeRecords: CHANGERS.includes(role) && writes(),
    seeDocuments: readsFiles && (isEmergency || sees('documents')),
    addDocuments: writes('documents'),
    deleteDocuments: false,
    share: readsFiles && allTerms.some(({ mayShare }) => mayShare),
    export: readsFiles && allTerms.length > 0,
    manage: false,
    isRedacted: role === 'client',
  };
}
