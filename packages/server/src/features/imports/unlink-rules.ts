import type { StoredJson } from '../../db/schema.ts';
import { isObject } from './sent-rules.ts';

/** Elements that say whom a record is about: one that leads to nobody here is about somebody else. */
const ABOUT = ['subject', 'patient', 'beneficiary'] as const;

/** Whether the record says that it is about somebody whom these references don't lead to. */
export function isAboutNobodyHere(
  resource: StoredJson,
  isKnown: (reference: string) => boolean,
): boolean {
  return ABOUT.some((element) => {
    const named = resource[element];
    if (!isObject(named) || typeof named['reference'] !== 'string') return false;
    const { reference } = named;
    return PATIENT_ELSEWHERE.test(reference) || (!isKnown(reference) && NOBODY.test(reference));
  });
}

/** Whether it says that it is about a Patient at another address than those that lead into the chart. */
export function isAboutPatientElsewhere(resource: StoredJson): boolean {
  return isAboutNobodyHere(resource, () => true);
}

/** What the file's own Patient is called leads to the chart by now: who is left is another. */
const PATIENT_ELSEWHERE = /^https?:\/\/(?:.*\/)?Patient[/?]/;
const NOBODY = /^(?:Patient[/?]|urn:)/;

/**
 * A reference that leads to nothing here becomes one by identifier (https://hl7.org/fhir/R4/references.html#logical): the
 * record still says whom or what it means, and points nowhere.
 * @returns the same object where nothing had to change.
 */
export function unlinked(
  resource: StoredJson,
  isKnown: (reference: string) => boolean,
): StoredJson {
  // An object stays one with the same members but for references.
  return unlink(resource, isKnown) as StoredJson;
}

function unlink(value: unknown, isKnown: (reference: string) => boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => unlink(item, isKnown));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) return value;
  const { reference } = value;
  if (typeof reference === 'string' && !isKnown(reference)) return byIdentifier(value, reference);
  const changed = Object.entries(value).map(
    ([name, member]) => [name, unlink(member, isKnown)] as const,
  );
  // Not by assignment, which a member named __proto__ would turn into another prototype.
  return changed.some(([name, member]) => member !== value[name])
    ? Object.fromEntries(changed)
    : value;
}

function byIdentifier(value: Readonly<Record<string, unknown>>, reference: string): object {
  const { reference: _reference, _reference: _more, ...rest } = value;
  if (rest['identifier'] !== undefined) return rest;
  const asked = /^[A-Z][A-Za-z]+\?identifier=(?<system>[^|]+)\|(?<value>[^|&]+)$/.exec(reference);
  const { system, value: number } = asked?.groups ?? {};
  const identifier =
    system === undefined
      ? { system: 'urn:ietf:rfc:3986', value: reference }
      : { system, value: number };
  return { ...rest, identifier };
}
