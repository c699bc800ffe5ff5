import type { Random } from '../demo/random.ts';
import { checkBlobs } from './check-blobs.ts';
import { checkDatabase } from './check-database.ts';
import { checkDocuments } from './check-documents.ts';
import { checkRecords } from './check-records.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { Importer } from './importer.ts';
import type { Visitor } from './visitor.ts';

/** What must not happen, by what it breaks. */
export const VIOLATIONS = [
  'lost',
  'halfWritten',
  'uninvited',
  'unaudited',
  'auditLog',
  'keys',
  'notBack',
] as const;
export type Violation = (typeof VIOLATIONS)[number];
export type Violations = Record<Violation, string[]>;

export interface Checked {
  readonly resourcesCompared: number;
  readonly auditSize: number;
  /** Events that stand for several equal refusals. */
  readonly mergedEvents: number;
  readonly unneededBlobs: number;
  /** Leaves that Go's own code verified; null where nobody asked it. */
  readonly leavesByGo: number | null;
}

export function noViolations(): Violations {
  return {
    lost: [],
    halfWritten: [],
    uninvited: [],
    unaudited: [],
    auditLog: [],
    keys: [],
    notBack: [],
  };
}

/** Holds the ledgers against the server and its database while no request is under way; adds what is wrong to `violations`. */
export async function check(
  world: {
    readonly importers: readonly Importer[];
    readonly visitors: readonly Visitor[];
    readonly cluster: ClusterAccess;
    readonly dataDirectory: string;
  },
  how: { readonly whole: boolean; readonly random: Random },
  violations: Violations,
): Promise<Checked> {
  const { importers, visitors, cluster, dataDirectory } = world;
  let resourcesCompared = 0;
  // First: this settles which of the unanswered are there, on which the others count.
  for (const importer of importers) {
    const { compared, ...records } = await checkRecords(importer, how);
    resourcesCompared += compared;
    add(violations, records);
    add(violations, await checkDocuments(importer));
    add(violations, { uninvited: importer.ledger.violations.splice(0) });
  }
  const found = await checkDatabase(cluster, importers, visitors);
  const { blobIds, auditSize, mergedEvents, ...database } = found;
  add(violations, database);
  const { unneeded, halfWritten } = await checkBlobs(dataDirectory, blobIds);
  add(violations, { halfWritten });
  return { resourcesCompared, auditSize, mergedEvents, unneededBlobs: unneeded, leavesByGo: null };
}

/** The same fault is found at each check from then on, and told once. */
export function add(violations: Violations, faults: Partial<Record<Violation, string[]>>): void {
  for (const kind of VIOLATIONS) {
    for (const fault of faults[kind] ?? [])
      if (!violations[kind].includes(fault)) violations[kind].push(fault);
  }
}
