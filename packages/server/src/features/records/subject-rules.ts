import { at, list, text } from './fhir-path-rules.ts';

const PATIENT = /^Patient\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * The person whom a resource is about by what it says itself, as `subject` or `patient`; of a Bundle, the first whom an
 * entry names and whom the Bundle does not hold. Undefined when it names nobody here.
 * @param base - The address of the FHIR routes: whom it names below that is here.
 */
export function patientNamedBy(body: unknown, base?: string): string | undefined {
  const isBundle = text(body, 'resourceType') === 'Bundle';
  const entries = isBundle ? list(body, 'entry') : [];
  const held = new Set(entries.map((entry) => endOf(text(entry, 'fullUrl') ?? '')));
  const resources = isBundle ? entries.map((entry) => at(entry, 'resource')) : [body];
  for (const resource of resources) {
    for (const element of ['subject', 'patient']) {
      const reference = localOf(text(resource, element, 'reference') ?? '', base);
      const personId = PATIENT.exec(reference)?.[1];
      if (personId !== undefined && !held.has(reference)) return personId;
    }
  }
  return undefined;
}

/** Where the entries of a Bundle are about another person than this one, whom the Bundle does not hold either. */
export function entriesAboutOthers(
  bundle: unknown,
  personId: string,
  base?: string,
): readonly number[] {
  const entries = list(bundle, 'entry');
  const held = new Set(entries.map((entry) => endOf(text(entry, 'fullUrl') ?? '')));
  return entries.flatMap((entry, index) => {
    const named = patientNamedBy(at(entry, 'resource'), base);
    const isOther = named !== undefined && named !== personId && !held.has(`Patient/${named}`);
    return isOther ? [index] : [];
  });
}

/** `Type/id` at the end of an address, by which other entries may refer to this one. */
function endOf(fullUrl: string): string {
  return fullUrl.split('/').slice(-2).join('/');
}

/** An address of this very server is what stands below it (https://hl7.org/fhir/R4/references.html#literal). */
export function localOf(reference: string, base: string | undefined): string {
  return base !== undefined && reference.startsWith(`${base}/`)
    ? reference.slice(base.length + 1)
    : reference;
}
