import { IMPORT_MEDIA_TYPES, type NotTaken } from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import { RESOURCE_TYPES } from '../records/index.ts';

/** More is refused whole: it is sent in several files. */
export const ENTRIES_MOST = 50_000;

export type SentFormat = keyof typeof IMPORT_MEDIA_TYPES;

/** A resource of a file. */
export interface SentEntry {
  /** `entry[3].resource`, `line 12`, or the type of what a document was made into. */
  readonly where: string;
  /** By which the same entry has the same id again, and others refer to it. */
  readonly fullUrl: string | undefined;
  readonly resource: StoredJson;
}

/** Something that is wrong with an entry. `element`: where exactly, when that is known. */
export type Fault = NotTaken & { readonly element?: string; readonly issue?: string };

export interface Sent {
  readonly format: SentFormat;
  readonly entries: readonly SentEntry[];
  readonly faults: readonly Fault[];
  /** Of a document: what it was made of. */
  readonly original?: Uint8Array;
}

export function formatOf(mediaType: string): SentFormat | undefined {
  for (const [format, types] of Object.entries(IMPORT_MEDIA_TYPES))
    // `as`: the keys of the constant above
    if ((types as readonly string[]).includes(mediaType)) return format as SentFormat;
  return undefined;
}

/** Bundles that hold what is; a message or a batch's answer says something else. */
const BUNDLE_TYPES: ReadonlySet<unknown> = new Set([
  'transaction',
  'batch',
  'collection',
  'document',
  'searchset',
]);

export type ReadBundle =
  | {
      readonly kind: 'entries';
      readonly entries: readonly SentEntry[];
      readonly faults: readonly Fault[];
    }
  | { readonly kind: 'wrong'; readonly path: string; readonly message: string };

/** The entries of a Bundle, or why it is none that is taken. */
export function readBundle(bundle: unknown): ReadBundle {
  if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle')
    return { kind: 'wrong', path: 'resourceType', message: 'must be Bundle' };
  const { type, entry: list } = bundle;
  if (!BUNDLE_TYPES.has(type)) {
    const message = `must be one of ${[...BUNDLE_TYPES].join(', ')}`;
    return { kind: 'wrong', path: 'type', message };
  }
  if (!Array.isArray(list) || list.length === 0)
    return { kind: 'wrong', path: 'entry', message: 'must hold at least one entry' };
  if (list.length > ENTRIES_MOST) {
    const message = `must hold at most ${ENTRIES_MOST} entries; send the rest in another Bundle`;
    return { kind: 'wrong', path: 'entry', message };
  }
  const isRequested = type === 'transaction' || type === 'batch';
  const entries: SentEntry[] = [];
  const faults: Fault[] = [];
  // `as`: isArray says any[]
  for (const [index, entry] of (list as readonly unknown[]).entries()) {
    const read = readEntry(entry, `entry[${index}]`, isRequested);
    if ('code' in read) faults.push(read);
    else entries.push(read);
  }
  return { kind: 'entries', entries, faults };
}

function readEntry(entry: unknown, path: string, isRequested: boolean): SentEntry | Fault {
  if (!isObject(entry)) return fault(path, 'unreadable', 'must be an object');
  const { request, resource, fullUrl } = entry;
  if (isRequested) {
    if (!isObject(request))
      return fault(`${path}.request`, 'unreadable', 'must say method and url');
    if (request['method'] !== 'POST' && request['method'] !== 'PUT') {
      const why = 'must be POST or PUT: an import stores, and deletes nothing';
      return fault(`${path}.request.method`, 'not_supported', why);
    }
  }
  if (fullUrl !== undefined && (typeof fullUrl !== 'string' || fullUrl === ''))
    return fault(`${path}.fullUrl`, 'unreadable', 'must be a URI');
  return readResource(resource, `${path}.resource`, fullUrl);
}

/** What stands in a line of an NDJSON file. */
export function readLine(value: unknown, number: number): SentEntry | Fault {
  return readResource(value, `line ${number}`, undefined);
}

function readResource(
  resource: unknown,
  where: string,
  fullUrl: string | undefined,
): SentEntry | Fault {
  if (!isObject(resource)) return fault(where, 'unreadable', 'must be a resource');
  const { resourceType: type, id } = resource;
  if (typeof type !== 'string' || !RESOURCE_TYPES.has(type)) {
    const why = 'must be a resource type of FHIR R4';
    return { ...fault(where, 'unreadable', why), element: `${where}.resourceType` };
  }
  const named = typeof id === 'string' && id !== '' ? `${type}/${id}` : undefined;
  // Not copied: a file holds many thousands, and nothing here writes to one.
  return { where, fullUrl: fullUrl ?? named, resource: resource as StoredJson };
}

export function fault(where: string, code: Fault['code'], why: string): Fault {
  return { where, code, why };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
