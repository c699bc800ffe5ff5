import type { RowSizes } from './seed-order.ts';

/** How much is in the tables of `programs/bare-fhir.ts` when it begins. */
export interface BareOptions {
  readonly persons: number;
  readonly recordsOfEach: number;
  /** Patients in a table in the open, with B-trees over identifier and name. */
  readonly plainPatients: number;
  readonly sizes: RowSizes;
}

/** One record of a Bundle that is inserted as it is. */
export interface BareRow {
  readonly type: string;
  readonly bytes: number;
}
