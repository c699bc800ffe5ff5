import { type PersonId, type RecordKind, kindOf } from '@wardkeep/contract';
import { createContext, useContext } from 'react';
import { usePatientId } from '../sessions/index.ts';

/** What the pages of a chart offer; the server decides again at each call. */
export interface ChartRights {
  /** Of others nothing is shown, which does not mean that there is nothing. */
  readonly kinds: 'all' | readonly RecordKind[];
  readonly openRecords: boolean;
  readonly addRecords: boolean;
  /** Of these kinds new records may be added. */
  readonly addKinds: 'all' | readonly RecordKind[];
  /** Records that are there may be changed and deleted, of the kinds that may be added. */
  readonly changeRecords: boolean;
  readonly seeDocuments: boolean;
  readonly addDocuments: boolean;
  readonly deleteDocuments: boolean;
  readonly share: boolean;
  /** All of it as a file. */
  readonly export: boolean;
  /** Consents and the log of who looked. */
  readonly manage: boolean;
  /** Shown under a pseudonym, without names and words. */
  readonly isRedacted: boolean;
}

/** Of one's own chart, and of a dependant's. */
export const ALL_RIGHTS: ChartRights = {
  kinds: 'all',
  openRecords: true,
  addRecords: true,
  addKinds: 'all',
  changeRecords: true,
  seeDocuments: true,
  addDocuments: true,
  deleteDocuments: true,
  share: true,
  export: true,
  manage: true,
  isRedacted: false,
};

/** Whether a record of this type may be added here. */
export function mayAdd({ addKinds }: ChartRights, type: string): boolean {
  return addKinds === 'all' || addKinds.includes(kindOf(type));
}

/** Whether one that is there may be changed or deleted. */
export function mayChange(rights: ChartRights, type: string): boolean {
  return rights.changeRecords && mayAdd(rights, type);
}

/** The chart that a page is about. */
export interface OpenChart {
  readonly patientId: PersonId;
  readonly rights: ChartRights;
}

const OpenChartContext = createContext<OpenChart | null>(null);

/** Around the pages of somebody else's chart. */
export const OpenChartProvider = OpenChartContext.Provider;

/** Outside of a provider, the chart is one's own: `patientId` is undefined until it is known who that is. */
export function useOpenChart(): {
  readonly patientId: PersonId | undefined;
  readonly rights: ChartRights;
  readonly isOwn: boolean;
} {
  const own = usePatientId();
  const open = useContext(OpenChartContext);
  return open ? { ...open, isOwn: false } : { patientId: own, rights: ALL_RIGHTS, isOwn: true };
}

/** Everything that was read of one chart is kept under one key, so that it can be dropped at once. */
export function chartKey(
  patientId: PersonId | undefined,
  ...what: readonly string[]
): readonly [string, string, ...string[]] {
  return ['charts', patientId ?? '', ...what];
}
