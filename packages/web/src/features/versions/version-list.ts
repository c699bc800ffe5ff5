import type { Resource } from '@wardkeep/contract';

/** One entry of a record's history. */
export interface Version {
  /** Its number; 1 is the first. */
  readonly number: number;
  /** RFC 3339. */
  readonly at: string;
  readonly did: 'created' | 'changed' | 'deleted';
  /** What it says; a deletion says nothing. */
  readonly resource: Resource | null;
}

/** The entries of a history Bundle (https://hl7.org/fhir/R4/http.html#history), newest first. */
export function versionsIn(bundle: Resource): Version[] {
  const { entry } = bundle;
  return (Array.isArray(entry) ? entry : []).flatMap((one: unknown): Version[] => {
    const { resource, request, response } = members(one);
    const number = Number(/\d+/.exec(String(members(response)['etag']))?.[0]);
    if (!Number.isInteger(number)) return [];
    const { lastModified } = members(response);
    const at = typeof lastModified === 'string' ? lastModified : '';
    // `as`: the server's own history holds resources
    const said = typeof resource === 'object' ? (resource as Resource) : null;
    return [
      { number, at, did: DEEDS[String(members(request)['method'])] ?? 'changed', resource: said },
    ];
  });
}

const DEEDS: Readonly<Record<string, Version['did']>> = { POST: 'created', DELETE: 'deleted' };

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
