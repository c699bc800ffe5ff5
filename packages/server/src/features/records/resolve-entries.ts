import { randomUUID } from 'node:crypto';
import { Refusal, type ChartScope, type SeenRecord } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { Entry, SearchText } from './entry-rules.ts';
import { readQuery } from './entry-rules.ts';
import { keyOf } from './open-existing.ts';
import {
  asResource,
  asksNothing,
  findIn,
  openedChart,
  understood,
  type OpenedChart,
} from './search-chart.ts';
import { matcherOf } from '../../fhir/search/index.ts';

/** What an entry amounts to, once it is known which record it means. */
export type Step = { readonly entry: Entry } & (
  | {
      readonly does: 'create';
      readonly type: string;
      readonly id: string;
      readonly resource: StoredJson;
    }
  | {
      readonly does: 'update';
      readonly type: string;
      readonly id: string;
      readonly resource: StoredJson;
      readonly ifMatch: string | undefined;
    }
  | {
      readonly does: 'patch';
      readonly type: string;
      readonly id: string;
      readonly patch: readonly unknown[];
      readonly ifMatch: string | undefined;
    }
  | {
      readonly does: 'delete';
      readonly type: string;
      readonly id: string;
      readonly ifMatch: string | undefined;
    }
  /** A conditional create of what is there. */
  | { readonly does: 'keep'; readonly type: string; readonly id: string }
  /** A conditional delete of what is not there. */
  | { readonly does: 'nothing' }
  | { readonly does: 'read' }
);

/**
 * Which record each entry means, in a chart that is locked: by its id, or by a search of what this caller sees of the chart.
 * @throws {@link Refusal} `precondition_failed` when a search finds several; `validation_failed` when two entries mean one
 * record.
 */
export async function resolveEntries(
  scope: ChartScope,
  entries: readonly Entry[],
): Promise<readonly Step[]> {
  const looking = { scope, opened: openedChart(scope) };
  const steps: Step[] = [];
  for (const entry of entries) steps.push(await resolveEntry(looking, entry));
  refuseTwice(steps);
  return steps;
}

interface Looking {
  readonly scope: ChartScope;
  readonly opened: OpenedChart;
}

async function resolveEntry(looking: Looking, entry: Entry): Promise<Step> {
  const { scope } = looking;
  switch (entry.method) {
    case 'POST': {
      const { type, resource, ifNoneExist } = entry;
      const there =
        ifNoneExist && (await theOne(looking, { type, query: ifNoneExist, path: pathOf(entry) }));
      if (there !== undefined) return { entry, does: 'keep', type, id: there.id };
      return { entry, does: 'create', type, id: newId(scope, type), resource };
    }
    case 'GET':
      return { entry, does: 'read' };
    case 'PUT': {
      const { resource, ifMatch } = entry;
      const target = await targetOf(looking, entry);
      if (target.id !== undefined)
        return { entry, does: 'update', type: target.type, id: target.id, resource, ifMatch };
      refuseOwnId(entry, resource);
      const id = newId(scope, target.type);
      return { entry, does: 'create', type: target.type, id, resource };
    }
    case 'PATCH': {
      const { type, id } = await targetOf(looking, entry);
      if (id === undefined) throw foundNone(pathOf(entry));
      return { entry, does: 'patch', type, id, patch: entry.patch, ifMatch: entry.ifMatch };
    }
    case 'DELETE': {
      const { type, id } = await targetOf(looking, entry);
      return id === undefined
        ? { entry, does: 'nothing' }
        : { entry, does: 'delete', type, id, ifMatch: entry.ifMatch };
    }
  }
}

/** A chart has one Patient, and their id is the person's. */
function newId({ personId }: ChartScope, type: string): string {
  return type === 'Patient' ? personId : randomUUID();
}

async function targetOf(
  looking: Looking,
  entry: Extract<Entry, { readonly target: unknown }>,
): Promise<{ readonly type: string; readonly id: string | undefined }> {
  const { target } = entry;
  if ('id' in target) return target;
  const there = await theOne(looking, { ...target, path: pathOf(entry) });
  const sent = entry.method === 'PUT' ? entry.resource['id'] : undefined;
  if (there !== undefined && sent !== undefined && sent !== there.id) {
    throw new Refusal('validation_failed', 'The entry means two records. Nothing was stored.', {
      errors: [{ path: `${entry.at}.id`, message: 'must be the id of what the search finds' }],
    });
  }
  return { type: target.type, id: there?.id };
}

interface Asked {
  readonly type: string;
  readonly query: SearchText;
  readonly path: string;
}

/** Undefined for none. What the caller does not see is not there. */
async function theOne(
  { scope, opened }: Looking,
  { type, query, path }: Asked,
): Promise<SeenRecord | undefined> {
  const search = understood(type, query, { path });
  if (asksNothing(search))
    throw new Refusal('validation_failed', 'A condition asks for nothing. Nothing was changed.', {
      errors: [{ path, message: 'must name at least one search parameter', issue: 'required' }],
    });
  const [first, second] = await findIn(opened, search, scope.now);
  if (second !== undefined) throw foundSeveral(path);
  if (first !== undefined) scope.read(touched(first));
  return first;
}

/** `Type?parameter=value` in the place of a reference (https://hl7.org/fhir/R4/http.html#trules). */
export const CONDITIONAL_REFERENCE = /^(?<type>[A-Z][A-Za-z]{1,63})\?(?<query>.+)$/s;

/**
 * Where each of these references leads, once all that the Bundle writes is written.
 * @param references - With the place where each stands. @param written - What the Bundle writes.
 * @param gone - `type/id` of what it deletes.
 */
export async function resolveReferences(
  scope: ChartScope,
  references: ReadonlyMap<string, string>,
  {
    written,
    gone,
  }: { readonly written: readonly WrittenHere[]; readonly gone: ReadonlySet<string> },
): Promise<ReadonlyMap<string, string>> {
  const opened = openedChart(scope);
  const replaced = new Set([...written.map(keyOf), ...gone]);
  const targets = new Map<string, string>();
  for (const [reference, path] of references) {
    const { type = '', query = '' } = CONDITIONAL_REFERENCE.exec(reference)?.groups ?? {};
    const search = understood(type, readQuery(query), { path });
    if (asksNothing(search)) throw foundSeveral(path);
    const before = await findIn(opened, search, scope.now);
    const matches = matcherOf(search, { nowMs: scope.now.getTime() });
    const [first, second] = [
      ...before.filter((each) => !replaced.has(keyOf(each))),
      ...written.filter(({ id, resource }) => matches(asResource({ ...resource, id }))),
    ];
    if (second !== undefined) throw foundSeveral(path);
    if (first === undefined) throw foundNone(path);
    if ('version' in first) scope.read(touched(first));
    targets.set(reference, keyOf(first));
  }
  return targets;
}

interface WrittenHere {
  readonly type: string;
  readonly id: string;
  readonly resource: StoredJson;
}

function touched({ type, id, version }: SeenRecord) {
  return { type, id, version };
}

function refuseOwnId(entry: Entry, resource: StoredJson): void {
  if (resource['id'] === undefined) return;
  throw new Refusal('validation_failed', 'Ids are made here. Nothing was stored.', {
    errors: [{ path: `${entry.at}.id`, message: 'must be absent: the search finds no record' }],
  });
}

function refuseTwice(steps: readonly Step[]): void {
  const seen = new Set<string>();
  const named = new Set(steps.flatMap((step) => ('ifMatch' in step ? [keyOf(step)] : [])));
  for (const step of steps) {
    if (!('id' in step)) continue;
    const key = keyOf(step);
    const message = 'means the same record as another entry';
    const calledLikeIt = step.does === 'create' ? addressIn(step.entry.fullUrl) : undefined;
    if (seen.has(key) || (calledLikeIt !== undefined && named.has(calledLikeIt)))
      throw new Refusal('validation_failed', 'Two entries mean one record. Nothing was stored.', {
        errors: [{ path: pathOf(step.entry), message, issue: 'duplicate' }],
      });
    seen.add(key);
  }
}

/** `Type/id` at the end of a fullUrl. */
function addressIn(fullUrl = ''): string | undefined {
  return /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1];
}

export function pathOf({ path, at }: Pick<Entry, 'path' | 'at'>): string {
  return path === '' ? at : path;
}

function foundSeveral(path: string): Refusal {
  const message = 'names several records: say more of the one that is meant';
  return new Refusal('precondition_failed', 'A condition names several. Nothing was changed.', {
    errors: [{ path, message, issue: 'multiple-matches' }],
  });
}

function foundNone(path: string): Refusal {
  const message = 'names no record in this chart, or none that you see';
  return new Refusal('precondition_failed', 'A condition names nothing. Nothing was changed.', {
    errors: [{ path, message, issue: 'not-found' }],
  });
}
