import type { FieldError } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

export const ENTRIES_MOST = 50_000;

/** Parameters of a search, decoded, in their order. */
export type SearchText = readonly (readonly [string, string])[];

/** One of the records that an entry names by what they say (https://hl7.org/fhir/R4/http.html#cond-update). */
export interface ByQuery {
  readonly type: string;
  readonly query: SearchText;
}

export interface ById {
  readonly type: string;
  readonly id: string;
}

/** Where an entry stands in what was sent, for what is said about it. */
interface Place {
  /** Of the entry; empty where what was sent is one resource. */
  readonly path: string;
  /** Of its resource: `entry[3].resource`, or the type of what was sent alone. */
  readonly at: string;
  readonly fullUrl: string | undefined;
}

export type Entry = Place &
  (
    | {
        readonly method: 'POST';
        readonly type: string;
        readonly resource: StoredJson;
        readonly ifNoneExist: SearchText | undefined;
      }
    | {
        readonly method: 'PUT';
        readonly target: ById | ByQuery;
        readonly resource: StoredJson;
        readonly ifMatch: string | undefined;
      }
    | {
        readonly method: 'PATCH';
        readonly target: ById | ByQuery;
        readonly patch: readonly unknown[];
        readonly ifMatch: string | undefined;
      }
    | {
        readonly method: 'DELETE';
        readonly target: ById | ByQuery;
        readonly ifMatch: string | undefined;
      }
    | { readonly method: 'GET'; readonly target: ById | ByQuery }
  );

export type ReadEntries =
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'wrong'; readonly errors: readonly FieldError[] };

/** The entries of a transaction Bundle (https://hl7.org/fhir/R4/http.html#transaction), or all that is wrong with them. */
export function readEntries(bundle: Readonly<Record<string, unknown>>): ReadEntries {
  const list = bundle['entry'];
  if (list === undefined) return { kind: 'entries', entries: [] };
  if (!Array.isArray(list)) return { kind: 'wrong', errors: [wrong('entry', 'must be a list')] };
  if (list.length > ENTRIES_MOST) {
    const message = `must hold at most ${ENTRIES_MOST} entries; send the rest in another Bundle`;
    return { kind: 'wrong', errors: [wrong('entry', message)] };
  }
  const errors: FieldError[] = [];
  const entries = list.flatMap((entry: unknown, index) => {
    const read = readEntry(entry, `entry[${index}]`);
    if ('errors' in read) errors.push(...read.errors);
    return 'errors' in read ? [] : [read];
  });
  return errors.length > 0
    ? { kind: 'wrong', errors: errors.slice(0, 20) }
    : { kind: 'entries', entries };
}

interface Wrong {
  readonly errors: readonly FieldError[];
}

export function readEntry(entry: unknown, path: string): Entry | Wrong {
  if (!isObject(entry)) return fault(path, 'must be an object');
  const { request, resource, fullUrl } = entry;
  if (!isObject(request)) return fault(`${path}.request`, 'must say method and url');
  if (fullUrl !== undefined && (typeof fullUrl !== 'string' || fullUrl === ''))
    return fault(`${path}.fullUrl`, 'must be a URI');
  const url = readUrl(request['url']);
  if (url === undefined) return fault(`${path}.request.url`, URL_ADVICE);
  const place = { path, at: `${path}.resource`, fullUrl };
  return withMethod(place, { request, resource, url });
}

const URL_ADVICE =
  'must be a resource type of FHIR R4, alone, or with an id or a search after it: Type, Type/id or Type?parameter=value';

interface Sent {
  readonly request: Readonly<Record<string, unknown>>;
  readonly resource: unknown;
  readonly url: { readonly type: string } | ById | ByQuery;
}

function withMethod(place: Place, { request, resource, url }: Sent): Entry | Wrong {
  const { method } = request;
  const ifMatch = typeof request['ifMatch'] === 'string' ? request['ifMatch'] : undefined;
  if (method === 'POST') return posted(place, { request, resource, url });
  const target = 'id' in url || 'query' in url ? url : undefined;
  if (target === undefined) return fault(`${place.path}.request.url`, 'must name a record');
  switch (method) {
    case 'PUT': {
      const read = readResource(resource, place.at, target.type);
      if ('errors' in read) return read;
      const { id } = read.resource;
      if ('id' in target && id !== target.id)
        return fault(`${place.at}.id`, 'must be the id in the address');
      return { ...place, method, target, resource: read.resource, ifMatch };
    }
    case 'PATCH': {
      if (isFhirPathPatch(resource)) return { errors: [noFhirPathPatch(place.at)] };
      const patch = patchIn(resource);
      return patch === undefined
        ? fault(place.at, 'must be a Binary of application/json-patch+json')
        : { ...place, method, target, patch, ifMatch };
    }
    case 'DELETE':
      return { ...place, method, target, ifMatch };
    case 'GET':
      return { ...place, method, target };
    default:
      return fault(`${place.path}.request.method`, 'must be GET, POST, PUT, PATCH or DELETE');
  }
}

function posted(place: Place, { request, resource, url }: Sent): Entry | Wrong {
  if ('id' in url || 'query' in url)
    return fault(`${place.path}.request.url`, 'must be the type alone: the id is made here');
  const read = readResource(resource, place.at, url.type);
  if ('errors' in read) return read;
  const { ifNoneExist } = request;
  const query = typeof ifNoneExist === 'string' ? readQuery(ifNoneExist) : undefined;
  if (ifNoneExist !== undefined && (query === undefined || query.length === 0))
    return fault(`${place.path}.request.ifNoneExist`, 'must be a search');
  const { type } = url;
  return { ...place, method: 'POST', type, resource: read.resource, ifNoneExist: query };
}

function readResource(
  resource: unknown,
  at: string,
  type: string,
): { readonly resource: StoredJson } | Wrong {
  if (!isObject(resource)) return fault(at, 'must be a resource');
  if (resource['resourceType'] !== type)
    return fault(`${at}.resourceType`, 'must be the type in the address');
  return { resource: { ...resource, resourceType: type } };
}

/** https://hl7.org/fhir/R4/fhirpatch.html: the other kind of patch. */
export function isFhirPathPatch(resource: unknown): boolean {
  return isObject(resource) && resource['resourceType'] === 'Parameters';
}

export function noFhirPathPatch(path: string): FieldError {
  const message =
    'is a FHIRPath Patch, which is not supported: send a JSON Patch, as a Binary of application/json-patch+json';
  return { path, message, issue: 'not-supported' };
}

/** Of a Binary that is a JSON Patch; undefined for everything else. */
export function patchIn(resource: unknown): readonly unknown[] | undefined {
  if (!isObject(resource) || resource['resourceType'] !== 'Binary') return undefined;
  const { contentType, data } = resource;
  if (contentType !== 'application/json-patch+json' || typeof data !== 'string') return undefined;
  try {
    const patch: unknown = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
    return Array.isArray(patch) ? patch : undefined;
  } catch {
    // What is no JSON is no patch: the answer says so, and quotes nothing.
    return undefined;
  }
}

const RECORD = /^\/?(?:fhir\/R4\/)?(?<type>[A-Z][A-Za-z]{1,63})(?:\/(?<id>[A-Za-z0-9\-.]{1,64}))?$/;

function readUrl(url: unknown): Sent['url'] | undefined {
  if (typeof url !== 'string') return undefined;
  const mark = url.indexOf('?');
  const { type, id } = RECORD.exec(mark < 0 ? url : url.slice(0, mark))?.groups ?? {};
  if (type === undefined || !RESOURCE_TYPES.has(type)) return undefined;
  if (mark < 0) return id === undefined ? { type } : { type, id };
  return id === undefined ? { type, query: readQuery(url.slice(mark + 1)) } : undefined;
}

export function readQuery(text: string): SearchText {
  return [...new URLSearchParams(text.replace(/^\?/, ''))];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(path: string, message: string): Wrong {
  return { errors: [wrong(path, message)] };
}

function wrong(path: string, message: string): FieldError {
  return { path, message, issue: 'structure' };
}
