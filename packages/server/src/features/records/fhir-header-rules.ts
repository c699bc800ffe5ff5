import { Refusal, type FhirHeaders } from '../../gate/index.ts';

/** What is answered to a write (https://hl7.org/fhir/R4/http.html#ops). */
export type Returned = 'minimal' | 'representation' | 'OperationOutcome';

/** Undefined when nothing is said, or nothing that is known. */
export function returnedOf({ prefer }: FhirHeaders): Returned | undefined {
  return RETURNED.find((each) =>
    new RegExp(`(?:^|[,;\\s])return="?${each}"?(?=$|[,;\\s])`).test(prefer ?? ''),
  );
}

const RETURNED: readonly Returned[] = ['minimal', 'representation', 'OperationOutcome'];

/** Of a search: whether a parameter that is not known is passed over. */
export function handlingOf({ prefer }: FhirHeaders): 'strict' | 'lenient' {
  return /(?:^|[,;\s])handling=("?)lenient\1(?=$|[,;\s])/.test(prefer ?? '') ? 'lenient' : 'strict';
}

/**
 * The version that `If-Match` names; undefined without one. `*` asks that there is any, which an update does anyway.
 * @throws {@link Refusal} `validation_failed` for what is no version of ours, or more than one.
 */
export function ifMatchOf(ifMatch: string | undefined, path = 'If-Match'): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = versionIn(ifMatch);
  if (version !== undefined) return version;
  throw new Refusal('validation_failed', 'The request is not as it must be.', {
    errors: [{ path, message: 'must be one version, such as W/"3"', issue: 'value' }],
  });
}

/** Whether what the client has is what there is (RFC 9110 §13.1.2, §13.1.3): the ETag decides, else the date. */
export function isUnchanged(
  { ifNoneMatch, ifModifiedSince }: FhirHeaders,
  { version, updatedAt }: { readonly version: number; readonly updatedAt: Date },
): boolean {
  if (ifNoneMatch !== undefined)
    return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || versionIn(tag) === version);
  const since = Date.parse(ifModifiedSince ?? '');
  return !Number.isNaN(since) && Math.floor(updatedAt.getTime() / 1000) * 1000 <= since;
}

function versionIn(tag: string): number | undefined {
  const digits = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(tag)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function etagOf(version: number): string {
  return `W/"${version}"`;
}

/** @throws {@link Refusal} `precondition_failed` when there is another version than the one that is named. */
export function refuseOtherVersion(ifMatch: number | undefined, version: number, path?: string) {
  if (ifMatch === undefined || ifMatch === version) return;
  throw new Refusal(
    'precondition_failed',
    'There is another version than the one in If-Match. Nothing was changed; read it again.',
    path === undefined
      ? {}
      : { errors: [{ path, message: 'names another version than there is', issue: 'conflict' }] },
  );
}
