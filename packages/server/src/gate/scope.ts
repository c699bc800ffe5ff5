import { createHash } from 'node:crypto';
import type { Sealed } from '@wardkeep/crypto';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault, ShareTokens } from '../vault/index.ts';
import type { Relationship } from './access-rules.ts';
import type { Caller } from './credential.ts';
import type { AccountTools } from './gate.ts';
import type { EventsAsked, OpenedEvent } from './opened-events.ts';
import type { ClientFacts } from './request.ts';
import type { SessionCookies } from './route.ts';

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
  readonly vault: PersonVault<Purpose>;
  readonly now: Date;
  readonly client: ClientFacts;
  /** For what the account features make: sessions, tokens, e-mail. */
  readonly gate: AccountTools;
  readonly shareTokens: ShareTokens;
  /** Audit events about this person; needs a scope that opens `audit`. */
  events(asked: EventsAsked): Promise<readonly OpenedEvent[]>;
  /** Runs once everything is committed: for what has no transaction, such as removing a file. */
  afterCommit(work: () => Promise<void>): void;
  /** The session changed: the answer carries its new tokens. */
  setCookies(cookies: SessionCookies): void;
  /** The id that this entry of a file has in this chart, every time it is imported as this type. */
  resourceId(type: string, fullUrl: string): string;
  /** Of the caller's session; empty for a caller without one. */
  readonly csrfToken: string;
  /** Says what was read, for the audit event of this request. */
  read(...resources: readonly TouchedResource[]): void;
  /** Says what was written; the event keeps the hash of the ciphertext, so that a value put back is found out. */
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
}

export function makeScope<Purpose extends KeyPurpose>(
  facts: Omit<
    PersonScope<Purpose>,
    typeof madeByTheGate | 'read' | 'wrote' | 'afterCommit' | 'setCookies'
  >,
): { readonly scope: PersonScope<Purpose>; readonly touched: Touched } {
  const touched: Touched = {
    resources: [],
    ciphertextHashes: [],
    afterCommit: [],
    cookies: undefined,
  };
  const scope = {
    ...facts,
    afterCommit: (work: () => Promise<void>) => {
      touched.afterCommit.push(work);
    },
    setCookies: (cookies: SessionCookies) => {
      touched.cookies = cookies;
    },
    read: (...resources: readonly TouchedResource[]) => {
      touched.resources.push(...resources);
    },
    wrote: (resource: TouchedResource, sealed: Sealed<unknown>) => {
      touched.resources.push(resource);
      touched.ciphertextHashes.push(createHash('sha256').update(sealed).digest('hex'));
    },
  };
  // The brand exists in types only; this is the one place that mints it.
  return { scope: scope as typeof scope & PersonScope<Purpose>, touched };
}
