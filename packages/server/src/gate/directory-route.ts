import { createHash } from 'node:crypto';
import type { Sealed } from '@wardkeep/crypto';
import type { Endpoint } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import { decide } from './access-rules.ts';
import { identify, identifyAgain, refusal } from './admission.ts';
import { asRefusal, auditedRefusal } from './audited-refusal.ts';
import type { Caller } from './credential.ts';
import type { AccountTools, Gate } from './gate.ts';
import { membershipsOf } from './memberships-store.ts';
import { release } from './release.ts';
import { parseInput, type Input, type UntrustedRequest } from './request.ts';
import { onRoad, roadOf } from './road.ts';
import type { Route, Served } from './route.ts';
import type { TouchedResource } from './scope.ts';

/** The directories of the organisations that a request is about, for one who works in them. No chart opens here. */
export interface DirectoryScope {
  readonly caller: Caller;
  readonly tx: Tx;
  readonly now: Date;
  readonly gate: AccountTools;
  /** At least one. */
  readonly organisationIds: readonly string[];
  /** Says what was read, for the audit event of this request. */
  read(...resources: readonly TouchedResource[]): void;
  /** Says what was written; the event keeps the hash of the ciphertext. */
  wrote(resource: TouchedResource, sealed: Sealed<unknown>): void;
}

/** A route about what an organisation knows of itself. */
interface DirectoryRoute<E extends Endpoint> {
  readonly endpoint: E;
  /** Not a GET, and changes nothing all the same. */
  readonly reads?: true;
  /** Whose directory this is about; undefined for all that the caller works in. */
  of(tx: Tx, input: Input<E>): Promise<readonly string[] | undefined>;
  handle(scope: DirectoryScope, input: Input<E>): Promise<unknown>;
}

export function directoryRoute<E extends Endpoint>(route: DirectoryRoute<E>): Route {
  const { endpoint } = route;
  return {
    kind: 'plain',
    endpoint,
    serve: (gate, request) => serveDirectory(gate, route, request),
  };
}

/** The same sequence as for a chart. Its event is about nobody, and lists the organisations and what was read or written. */
async function serveDirectory<E extends Endpoint>(
  gate: Gate,
  route: DirectoryRoute<E>,
  request: UntrustedRequest,
): Promise<Served> {
  const { endpoint } = route;
  const { action } = endpoint;
  return auditedRefusal(gate, action, request, async (attempt) => {
    const input = parseInput(endpoint, request);
    return onRoad(gate, roadOf(route), async (tx, road) => {
      const caller = (attempt.caller = await identify(gate, tx, request, road.onSeen));
      const worksIn = await organisationsOf(gate, tx, caller);
      const asked = await route.of(tx, input);
      const organisationIds = asked?.filter((id) => worksIn.includes(id)) ?? worksIn;
      const isMember = organisationIds.length > 0;
      const decision = decide({ action, caller, personId: null, now: gate.now(), isMember });
      if (decision.kind === 'refused') throw refusal(decision.code);
      const { relationship } = decision;
      const touched = notes(organisationIds);
      const reply = await route.handle(
        { caller, tx, now: gate.now(), gate, organisationIds, ...touched },
        input,
      );
      const released = release(endpoint, reply, () => Promise.resolve(false));
      const about = { personId: null, relationship, touched };
      await road.record({ request, action, outcome: 'success', caller, ...about });
      return { released };
    });
  });
}

async function organisationsOf(gate: Gate, tx: Tx, caller: Caller): Promise<readonly string[]> {
  if (caller.kind !== 'person') return [];
  const memberships = await membershipsOf(tx, gate.hashes, caller.personId);
  return memberships.map(({ organisationId }) => organisationId);
}

function notes(organisationIds: readonly string[]) {
  const resources: TouchedResource[] = organisationIds.map((id) => ({ type: 'Directory', id }));
  const ciphertextHashes: string[] = [];
  return {
    resources,
    ciphertextHashes,
    read: (...read: readonly TouchedResource[]) => void resources.push(...read),
    wrote: (resource: TouchedResource, sealed: Sealed<unknown>) => {
      resources.push(resource);
      ciphertextHashes.push(createHash('sha256').update(sealed).digest('hex'));
    },
  };
}

/** What a request is told apart by. */
export interface Apart {
  readonly tx: Tx;
  /** Where whoever asks works now. */
  readonly worksIn: () => Promise<readonly string[]>;
}

/**
 * One address for what is in a chart and what is in a directory: told apart by what is in the open, in a transaction of its
 * own. That decides nothing: either route does, again.
 * @param mayBe - Undefined for what is a chart's whoever asks.
 */
export function eitherRoute(
  { chart, directory }: { readonly chart: Route; readonly directory: Route },
  mayBe: (request: UntrustedRequest) => ((apart: Apart) => Promise<boolean>) | undefined,
): Route {
  return {
    ...chart,
    serve: async (gate, request) => {
      const isDirectory = request.fault === undefined ? mayBe(request) : undefined;
      if (isDirectory === undefined) return chart.serve(gate, request);
      let route = chart;
      try {
        if (await toldApart(gate, request, isDirectory)) route = directory;
      } catch (error) {
        // What went wrong is said, and recorded, as of any request that could not be looked at.
        return chart.serve(gate, { ...request, fault: asRefusal(error) });
      }
      return route.serve(gate, request);
    },
  };
}

function toldApart(
  gate: Gate,
  request: UntrustedRequest,
  isDirectory: (apart: Apart) => Promise<boolean>,
): Promise<boolean> {
  return gate.db.transaction(
    (tx) => {
      const worksIn = async (): Promise<readonly string[]> =>
        organisationsOf(gate, tx, await identifyAgain(gate, tx, request));
      return isDirectory({ tx, worksIn });
    },
    { readOnly: true },
  );
}
