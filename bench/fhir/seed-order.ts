/** What `programs/fhir-seed.ts` is asked to make, and what it says when it is done; both as JSON. */
export interface SeedOrder {
  /** Persons with keys, a Patient, an Encounter and two Observations, and found by what their Patient says. */
  readonly patients: number;
  /** So many of them have accounts and are signed in. */
  readonly owners: number;
  /** So many of them have consented to be seen by the doctor. */
  readonly consented: number;
  /** Signed in, and works for an organisation. */
  readonly doctor: boolean;
  /** Signed in, each with so many Observations. */
  readonly charts: number;
  readonly recordsOfChart: number;
  /** Signed in, with nothing in their charts. */
  readonly empty: number;
}

export interface SeedAnswer {
  readonly owners: readonly (SignedIn & SeededRecords)[];
  readonly doctor: (SignedIn & { readonly organisationId: string }) | undefined;
  readonly consented: readonly SeededRecords[];
  readonly charts: readonly SignedIn[];
  readonly empty: readonly SignedIn[];
  readonly sizes: RowSizes;
  /** How long making them took; 0 when they were there. */
  readonly seconds: number;
}

export interface SignedIn {
  readonly personId: string;
  readonly cookie: string;
  readonly csrfToken: string;
}

export interface SeededRecords {
  readonly personId: string;
  readonly encounterId: string;
  readonly observationId: string;
}

/** Bytes of what the server writes, as found in its tables. */
export interface RowSizes {
  /** Of the Observation. */
  readonly sealed: number;
  readonly read: EventSizes;
  readonly create: EventSizes;
}

export interface EventSizes {
  readonly core: number;
  readonly detail: number;
}
