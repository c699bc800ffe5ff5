import type { StoredJson } from '../../db/schema.ts';

/** Two Patient resources are one person when they share an identifier; without identifiers, when name and birth date agree. */
export function isSamePatient(a: StoredJson, b: StoredJson): boolean {
  const identifiers = identifiersOf(a);
  const others = identifiersOf(b);
  if (identifiers.size > 0 && others.size > 0)
    return [...identifiers].some((identifier) => others.has(identifier));
  return (
    a['birthDate'] === b['birthDate'] && JSON.stringify(a['name']) === JSON.stringify(b['name'])
  );
}

/** `system|value`; an identifier without a system says too little to tell people apart. */
function identifiersOf(patient: StoredJson): ReadonlySet<string> {
  const { identifier } = patient;
  if (!Array.isArray(identifier)) return new Set();
  return new Set(
    identifier.flatMap((each: unknown) => {
      if (typeof each !== 'object' || each === null || !('system' in each) || !('value' in each))
        return [];
      return typeof each.system === 'string' && typeof each.value === 'string'
        ? [`${each.system}|${each.value}`]
        : [];
    }),
  );
}
