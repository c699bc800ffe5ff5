/** Whom a resource of an NDJSON file belongs to. */
export type Belongs =
  /** `Patient/…`, as references say it. */
  | { readonly to: string }
  /** Nobody: a practitioner, an organisation, a medicine. Goes along with whoever refers to it. */
  | 'everybody'
  /** It names several patients, and so goes with none. */
  | 'several';

/** Elements that say it by themselves, whoever else is named. */
const OWNERS = ['patient', 'subject', 'beneficiary', 'for', 'individual'] as const;

const PATIENT = /(?:^|\/)(Patient\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/;

export function belongsTo(resource: Readonly<Record<string, unknown>>, text: string): Belongs {
  const { resourceType, id } = resource;
  if (resourceType === 'Patient')
    return typeof id === 'string' ? { to: `Patient/${id}` } : 'several';
  for (const element of OWNERS) {
    const named = patientIn(resource[element]);
    if (named !== undefined) return { to: named };
  }
  const named = new Set(referencesIn(text).flatMap((each) => PATIENT.exec(each)?.[1] ?? []));
  const [first] = named;
  if (first === undefined) return 'everybody';
  return named.size === 1 ? { to: first } : 'several';
}

/** All that a resource refers to, read from its text. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(/"reference"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, value = '']) =>
    value.includes('\\') ? String(JSON.parse(`"${value}"`)) : value,
  );
}

/** What others may call it by: its address, and each of its identifiers. */
export function namesOf(resource: Readonly<Record<string, unknown>>): readonly string[] {
  const { resourceType, id, identifier } = resource;
  const type = String(resourceType);
  const names = typeof id === 'string' ? [`${type}/${id}`] : [];
  if (!Array.isArray(identifier)) return names;
  // `as`: isArray says any[]
  for (const each of identifier as readonly unknown[])
    if (isObject(each) && typeof each['system'] === 'string' && typeof each['value'] === 'string')
      names.push(`${type}?identifier=${each['system']}|${each['value']}`);
  return names;
}

function patientIn(element: unknown): string | undefined {
  if (!isObject(element) || typeof element['reference'] !== 'string') return undefined;
  return PATIENT.exec(element['reference'])?.[1];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
