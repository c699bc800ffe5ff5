import type { StoredJson } from '../../db/schema.ts';
import { list, text } from './fhir-path-rules.ts';

/**
 * Two Patient resources are one person when they share an identifier; where one of them has none, when birth date and a
 * name agree.
 */
export function isSamePatient(a: StoredJson, b: StoredJson): boolean {
  const identifiers = identifiersOf(a);
  const others = identifiersOf(b);
  if (identifiers.size > 0 && others.size > 0)
    return [...identifiers].some((identifier) => others.has(identifier));
  if (a['birthDate'] !== b['birthDate']) return false;
  if (JSON.stringify(a['name']) === JSON.stringify(b['name'])) return true;
  const names = namesOf(a);
  return namesOf(b).some((name) => names.includes(name));
}

/**
 * A birth date that both say or neither does, of which one may be a part of the other, and a given name with its family
 * name that both have: what twins and siblings with a number in common differ by.
 */
export function isNamedAndBornAlike(a: StoredJson, b: StoredJson): boolean {
  if (!isBornAlike(a['birthDate'], b['birthDate'])) return false;
  const names = namesOf(a);
  return namesOf(b).some((name) => names.includes(name));
}

function isBornAlike(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return one === other;
  return one.startsWith(other) || other.startsWith(one);
}

/** First given name and family name of each; one that has not both tells too little. */
function namesOf({ name }: StoredJson): readonly string[] {
  return list({ name }, 'name').flatMap((each) => {
    const [given, family] = [text(each, 'given', 0), text(each, 'family')];
    if (given === null || family === null) return [];
    return [`${given} ${family}`.normalize('NFKC').toLowerCase()];
  });
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
