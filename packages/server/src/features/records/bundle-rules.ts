import type { FieldError } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { ERRORS_MOST, rewriteReferences, type ReferenceContext } from './reference-rules.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

export const ENTRIES_MOST = 50_000;

/** One entry of a transaction, with the id that it gets here and references that say where things are now. */
export interface PlannedResource {
  readonly type: string;
  readonly id: string;
  /** Of its entry in the Bundle, for what is reported about it. */
  readonly path: string;
  readonly resource: StoredJson;
}

export type BundlePlan =
  | {
      readonly kind: 'planned';
      readonly resources: readonly PlannedResource[];
      /** References to what is not in the Bundle: they must be in the chart already. */
      readonly outside: readonly {
        readonly path: string;
        readonly type: string;
        readonly id: string;
      }[];
    }
  | {
      readonly kind: 'wrong';
      readonly code: 'validation_failed' | 'unresolved_reference' | 'not_supported';
      readonly errors: readonly FieldError[];
    };

export interface Ids {
  /** Of the chart's Patient, which is the person. */
  readonly patientId: string;
  /** A new id for an entry; `fullUrl` is undefined when the entry has none. */
  forEntry(type: string, fullUrl: string | undefined): string;
}

interface Entry {
  readonly path: string;
  readonly fullUrl: string | undefined;
  readonly resource: StoredJson;
}

/** A transaction Bundle (https://hl7.org/fhir/R4/http.html#transaction) as what would be written, or everything that is wrong with it. */
export function planBundle(bundle: Readonly<Record<string, unknown>>, ids: Ids): BundlePlan {
  const read = readEntries(bundle);
  if (read.kind === 'wrong') return read;
  const { entries } = read;
  const planned = assignIds(entries, ids);
  if (planned.kind === 'wrong') return planned;
  const context: ReferenceContext = {
    targets: planned.targets,
    unresolved: [],
    invalid: [],
    outside: [],
  };
  const resources = entries.map((entry, index): PlannedResource => {
    const id = planned.ids[index] ?? ids.patientId;
    const resource = rewriteReferences(entry.resource, entry.path, context);
    return { type: entry.resource.resourceType, id, path: entry.path, resource };
  });
  if (context.invalid.length > 0) return wrong('validation_failed', context.invalid);
  if (context.unresolved.length > 0) return wrong('unresolved_reference', context.unresolved);
  return { kind: 'planned', resources, outside: context.outside };
}

function readEntries(
  bundle: Readonly<Record<string, unknown>>,
): { kind: 'entries'; entries: readonly Entry[] } | Extract<BundlePlan, { kind: 'wrong' }> {
  if (bundle['resourceType'] !== 'Bundle')
    return wrong('validation_failed', [{ path: 'resourceType', message: 'must be Bundle' }]);
  if (bundle['type'] !== 'transaction') {
    return wrong('validation_failed', [
      {
        path: 'type',
        message: 'must be transaction: other Bundles say what was, not what to store',
      },
    ]);
  }
  const list = bundle['entry'];
  if (!Array.isArray(list) || list.length === 0)
    return wrong('validation_failed', [{ path: 'entry', message: 'must hold at least one entry' }]);
  if (list.length > ENTRIES_MOST) {
    return wrong('validation_failed', [
      {
        path: 'entry',
        message: `must hold at most ${ENTRIES_MOST} entries; send the rest in another Bundle`,
      },
    ]);
  }
  const errors: FieldError[] = [];
  const unsupported: FieldError[] = [];
  const entries = list.map((entry: unknown, index) =>
    readEntry(entry, `entry[${index}]`, { errors, unsupported }),
  );
  if (errors.length > 0) return wrong('validation_failed', errors);
  if (unsupported.length > 0) return wrong('not_supported', unsupported);
  return { kind: 'entries', entries };
}

function readEntry(
  entry: unknown,
  path: string,
  found: { readonly errors: FieldError[]; readonly unsupported: FieldError[] },
): Entry {
  const nothing = { path, fullUrl: undefined, resource: { resourceType: '' } };
  if (!isObject(entry)) {
    found.errors.push({ path, message: 'must be an object' });
    return nothing;
  }
  checkRequest(entry, path, found);
  const { resource, fullUrl } = entry;
  if (!isObject(resource)) {
    found.errors.push({ path: `${path}.resource`, message: 'must be a resource' });
    return nothing;
  }
  const type = resource['resourceType'];
  if (typeof type !== 'string' || !RESOURCE_TYPES.has(type)) {
    found.errors.push({
      path: `${path}.resource.resourceType`,
      message: 'must be a resource type of FHIR R4',
    });
    return nothing;
  }
  if (fullUrl !== undefined && (typeof fullUrl !== 'string' || fullUrl === '')) {
    found.errors.push({ path: `${path}.fullUrl`, message: 'must be a URI' });
  }
  return {
    path,
    fullUrl: typeof fullUrl === 'string' ? fullUrl : undefined,
    resource: { ...resource, resourceType: type },
  };
}

function checkRequest(
  entry: Readonly<Record<string, unknown>>,
  path: string,
  found: { readonly errors: FieldError[]; readonly unsupported: FieldError[] },
): void {
  const { request } = entry;
  if (!isObject(request)) {
    found.errors.push({ path: `${path}.request`, message: 'must say method and url' });
    return;
  }
  if (request['method'] !== 'POST')
    found.unsupported.push({
      path: `${path}.request.method`,
      message: 'only POST is supported yet',
    });
  if (request['ifNoneExist'] !== undefined) {
    found.unsupported.push({
      path: `${path}.request.ifNoneExist`,
      message: 'conditional create is not supported yet',
    });
  }
}

function assignIds(
  entries: readonly Entry[],
  ids: Ids,
):
  | { kind: 'ids'; ids: readonly string[]; targets: ReadonlyMap<string, string> }
  | Extract<BundlePlan, { kind: 'wrong' }> {
  const targets = new Map<string, string>();
  const taken = new Set<string>();
  const errors: FieldError[] = [];
  const assigned = entries.map(({ path, fullUrl, resource }) => {
    const type = resource.resourceType;
    const id = type === 'Patient' ? ids.patientId : ids.forEntry(type, fullUrl);
    if (taken.has(id) && type === 'Patient') {
      errors.push({
        path: `${path}.resource`,
        message: 'is a second Patient: one file holds the records of one person',
      });
    }
    taken.add(id);
    if (fullUrl === undefined) return id;
    if (targets.has(fullUrl))
      errors.push({ path: `${path}.fullUrl`, message: 'is the same as an earlier entry’s' });
    const here = `${type}/${id}`;
    targets.set(fullUrl, here);
    const relative = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1];
    if (relative !== undefined) targets.set(relative, here);
    return id;
  });
  return errors.length > 0
    ? wrong('validation_failed', errors)
    : { kind: 'ids', ids: assigned, targets };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(
  code: Extract<BundlePlan, { kind: 'wrong' }>['code'],
  errors: readonly FieldError[],
): Extract<BundlePlan, { kind: 'wrong' }> {
  return { kind: 'wrong', code, errors: errors.slice(0, ERRORS_MOST) };
}
