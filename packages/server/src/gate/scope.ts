import { createHash } from 'node:crypto';
import type { JsonTest, Sealed } from '@wardkeep/crypto';
import type { EventProof } from '../audit/index.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { ShareTokens } from '../vault/index.ts';
import type { Relationship } from './access-rules.ts';
import type { Caller } from './credential.ts';
import type { AccountTools } from './gate.ts';
import type { FindPage } from '../audit/index.ts';
import type { EventsAsked, OpenedEvent, OpenedPage, OwnSearch } from './opened-events.ts';
import type { SealedQuestion } from './opened-questions.ts';
import type { OpenedGrant } from './grants.ts';
import type { Named } from './names.ts';
import { Refusal } from './refusal.ts';
import type { ClientFacts } from './request.ts';
import type { SessionCookies } from './route.ts';
import type { ScopeVault } from './scope-vault.ts';
import type { Deidentified, ExportOptions } from './deidentify.ts';
import type { GrantedView } from './granted-view.ts';
import type { SealedRecord, SeenRecord } from './see.ts';
import type { QuestionDetail, StoredJson } from '../db/schema.ts';
import type { View } from './views/view.ts';

declare const madeByTheGate: unique symbol;

export interface TouchedResource {
  readonly type: string;
  readonly id: string;
  readonly version?: number;
}

/** One person's data, unlocked for one purpose, for one request. Only the gate makes one, and ends it. */
export interface PersonScope<Purpose extends KeyPurpose = KeyPurpose> {
  readonly [madeByTheGate]: true;
  readonly personId: string;
  readonly caller: Caller;
  readonly relationship: Relationship;
  readonly tx: Tx;
  /** What of this chart the caller sees, and may change. */
  readonly view: View;
  /** Those that let the caller in, with their terms; none for the patient. */
  readonly grants: readonly OpenedGrant[];
  /** Opens for who sees everything; others open by `see` and `reveal`. */
  readonly vault: ScopeVault<Purpose>;
  readonly now: Date;
  readonly client: ClientFacts;
  /** For what the account features make: sessions, tokens, e-mail. */
  readonly gate: AccountTools;
  readonly shareTokens: ShareTokens;
  /** Audit events about this person; needs a scope that opens `audit`. */
  events(asked: EventsAsked): Promise<readonly OpenedEvent[]>;
  /** Those of them that fit; needs the same scope. */
  findEvents(search: OwnSearch, page: FindPage): Promise<OpenedPage>;
  /** Whether there is such an audit event, and it is about this person. */
  hasEvent(eventId: string): Promise<boolean>;
  /** What was asked about accesses to this person's data, by the question's id; empty for who is gone. */
  openQuestions(questions: readonly SealedQuestion[]): Promise<ReadonlyMap<string, QuestionDetail>>;
  /** That one of them is in the log; undefined for an event that is not about this person, or has no leaf yet. */
  eventProof(eventId: string): Promise<EventProof | undefined>;
  /** Runs once everything is committed: for what has no transaction, such as removing a file. */
  afterCommit(work: () => Promise<void>): void;
  /** The session changed: the answer carries its new tokens. */
  setCookies(cookies: SessionCookies): void;
  /** The id that this entry of a file has in this chart, every time it is imported as this type. */
  resourceId(type: string, fullUrl: string): string;
  /** Of the caller's session; empty for a caller without one. */
  readonly csrfToken: string;
  /**
   * Opens records and shows what this caller sees of them: what they may not see is left out, before anything is
   * matched, counted or paged. Says what was read by itself. Needs a scope that opens `chart`.
   */
  see(records: readonly SealedRecord[]): Promise<readonly SeenRecord[]>;
  /**
   * The same for what is only searched: nothing is noted. What of it is told must be said by `read`; what is not told must
   * not show in the answer but as a number of what this caller sees.
   * @param isWanted - Says of the JSON of a record whether it may be what is looked for; what is not may be left out.
   */
  compare(records: readonly SealedRecord[], isWanted?: JsonTest): Promise<readonly SeenRecord[]>;
  /**
   * Opens what is sealed in the chart and is no record, such as what is said of a document.
   * @param type - As in `View.mayRead`; `Share` for who may share. @throws {@link Refusal} `not_found` outside the view.
   */
  reveal<T>(type: string, name: string, sealed: Sealed<T>): T;
  /**
   * What whoever holds this grant could share of this chart if they were asked now; undefined once they could nothing:
   * it ended or was altered, their account did, or the terms are narrower.
   */
  asGranted(grantId: string): Promise<GrantedView | undefined>;
  /**
   * What this caller may take along of this chart: what they see, without what would tell whose it is, and checked for it.
   * @param chart - All of its records: what else they tell of the person is what is looked for, and never leaves.
   * @throws {@link Refusal} `identifier_left` when the check finds anything.
   */
  deidentified(
    chart: readonly SealedRecord[],
    options: ExportOptions,
  ): Promise<readonly StoredJson[]>;
  /** What these people call themselves here; says so in the audit event. */
  names(personIds: readonly string[]): Promise<ReadonlyMap<string, Named>>;
  /** What made this out of the ordinary, for its audit event. @param reason - A word of our own, never text that came in. */
  because(reason: string): void;
  /** Says what was read, for the audit event of this request. */
  read(...resources: readonly TouchedResource[]): void;
  /**
   * Says what was written; the event keeps the hash of the ciphertext, so that a value put back is found out.
   * @throws {@link Refusal} `out_of_scope` when the view does not go as far; everything rolls back.
   */
  wrote(resource: TouchedResource, sealed: Sealed<unknown>): void;
}

/** The scope of a chart: what most of the product works with. */
export type ChartScope = PersonScope<'chart'>;
export type AccountScope = PersonScope<'account'>;
export type AuditScope = PersonScope<'audit'>;

export interface Touched {
  readonly resources: TouchedResource[];
  readonly ciphertextHashes: string[];
  readonly afterCommit: (() => Promise<void>)[];
  cookies: SessionCookies | undefined;
  reason: string | undefined;
}

export type ScopeFacts<Purpose extends KeyPurpose> = Omit<
  PersonScope<Purpose>,
  | typeof madeByTheGate
  | 'see'
  | 'compare'
  | 'asGranted'
  | 'deidentified'
  | 'names'
  | 'because'
  | 'read'
  | 'wrote'
  | 'afterCommit'
  | 'setCookies'
> & {
  /** Without the note in the event, which the scope adds. */
  readonly look: PersonScope['compare'];
  readonly lookAsGranted: PersonScope['asGranted'];
  readonly takeAlong: (
    chart: readonly SealedRecord[],
    options: ExportOptions,
  ) => Promise<Deidentified>;
  readonly lookUp: PersonScope['names'];
};

export function makeScope<Purpose extends KeyPurpose>({
  look,
  lookAsGranted,
  takeAlong,
  lookUp,
  ...facts
}: ScopeFacts<Purpose>): { readonly scope: PersonScope<Purpose>; readonly touched: Touched } {
  const touched: Touched = {
    resources: [],
    ciphertextHashes: [],
    afterCommit: [],
    cookies: undefined,
    reason: undefined,
  };
  const note = notesIn(touched);
  const noting =
    (looking: PersonScope['see']): PersonScope['see'] =>
    async (records) => {
      const seen = await looking(records);
      for (const { type, id, version } of seen) note({ type, id, version });
      return seen;
    };
  const scope = {
    ...facts,
    afterCommit: (work: () => Promise<void>) => {
      touched.afterCommit.push(work);
    },
    setCookies: (cookies: SessionCookies) => {
      touched.cookies = cookies;
    },
    see: noting(look),
    compare: look,
    asGranted: async (grantId: string) => {
      const granted = await lookAsGranted(grantId);
      return granted && { ...granted, see: noting(granted.see) };
    },
    deidentified: async (chart: readonly SealedRecord[], options: ExportOptions) => {
      const { resources, taken } = await takeAlong(chart, options);
      for (const { type, id, version } of taken) note({ type, id, version });
      return resources;
    },
    names: async (personIds: readonly string[]) => {
      const named = await lookUp(personIds);
      for (const id of named.keys()) note({ type: 'Account', id });
      return named;
    },
    because: (reason: string) => {
      touched.reason = reason;
    },
    read: (...resources: readonly TouchedResource[]) => {
      for (const resource of resources) note(resource);
    },
    wrote: (resource: TouchedResource, sealed: Sealed<unknown>) => {
      if (!mayWrite(facts, resource)) throw outOfScope();
      note(resource);
      touched.ciphertextHashes.push(createHash('sha256').update(sealed).digest('hex'));
    },
  };
  // The brand exists in types only; this is the one place that mints it.
  return { scope: scope as typeof scope & PersonScope<Purpose>, touched };
}

/** What is read again, or read back, is one access all the same. */
function notesIn({ resources }: Touched): (resource: TouchedResource) => void {
  const noted = new Set<string>();
  return (resource) => {
    const key = `${resource.type}/${resource.id}/${resource.version ?? ''}`;
    if (!noted.has(key)) resources.push(resource);
    noted.add(key);
  };
}

function mayWrite(
  { view, grants, relationship }: Pick<PersonScope, 'view' | 'grants' | 'relationship'>,
  { type, id }: TouchedResource,
): boolean {
  if (type === 'Share') return view.mayShare;
  // The answer to an offer is written down with the grant that it is about, and as its FHIR Consent.
  const isTheirs = grants.some(({ grantId }) => grantId === id);
  const isBreaking = relationship === 'emergency' && grants.length === 0;
  if (isBreaking) return type === 'Grant';
  return view.mayWrite(type) || (isTheirs && (type === 'Grant' || type === 'Consent'));
}

/** The relationship is there, and does not go as far as this. */
export function outOfScope(): Refusal {
  return new Refusal(
    'out_of_scope',
    'What you were granted does not go as far as this. Nothing was changed; ask for wider terms.',
  );
}
