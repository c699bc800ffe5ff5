import type { PersonIndexField, StoredJson } from '../../db/schema.ts';

/** One exact fact by which a person is found, in the one form in which it is compared. */
export interface IndexedFact {
  readonly field: PersonIndexField;
  readonly value: string;
}

/** More than any real Patient has; what is beyond finds nobody. */
const FACTS_MOST = 400;

/**
 * What a chart's Patient resources are found by: each identifier with and without its system, and each given name with
 * each family name and the birth date. Part of a name, or a name without the whole birth date, finds nobody.
 */
export function factsOf(patients: readonly StoredJson[]): readonly IndexedFact[] {
  const facts = patients
    .filter(({ resourceType }) => resourceType === 'Patient')
    .flatMap((patient) => [...identifierFacts(patient), ...nameFacts(patient)]);
  const distinct = new Map(facts.map((fact) => [`${fact.field}\n${fact.value}`, fact]));
  return [...distinct.values()].slice(0, FACTS_MOST);
}

/** Undefined when nothing is left to compare. @param system - Empty for any. */
export function identifierFact(system: string, value: string): IndexedFact | undefined {
  const [known, number] = [fold(system), fold(value)];
  if (number === '') return undefined;
  return known === ''
    ? { field: 'identifier-value', value: number }
    : // Neither half holds a line break once it is folded, so that two pairs are never one text.
      { field: 'identifier', value: `${known}\n${number}` };
}

export function nameFact(name: {
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
}): IndexedFact | undefined {
  const [given, family] = [foldName(name.given), foldName(name.family)];
  if (given === '' || family === '' || !WHOLE_DATE.test(name.birthDate)) return undefined;
  return { field: 'name-and-birth-date', value: `${given}\n${family}\n${name.birthDate}` };
}

const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/;

function identifierFacts({ identifier }: StoredJson): readonly IndexedFact[] {
  return objects(identifier).flatMap(({ system, value }) => {
    if (typeof value !== 'string') return [];
    const withSystem = typeof system === 'string' ? identifierFact(system, value) : undefined;
    return [withSystem, identifierFact('', value)].flatMap((fact) => fact ?? []);
  });
}

function nameFacts({ name, birthDate }: StoredJson): readonly IndexedFact[] {
  if (typeof birthDate !== 'string') return [];
  return objects(name).flatMap(({ given, family }) => {
    if (typeof family !== 'string' || !Array.isArray(given)) return [];
    const names = given.filter((each) => typeof each === 'string');
    // Somebody with two given names is looked for by either, and by both as a passport has them.
    return [...new Set([...names, names.join(' ')])]
      .slice(0, GIVEN_MOST)
      .flatMap((each) => nameFact({ given: each, family, birthDate }) ?? []);
  });
}

const GIVEN_MOST = 20;

/** Without what is written differently from desk to desk: accents, case, spaces. A letter such as `ø` stays itself. */
function foldName(text: string): string {
  return fold(fold(text).normalize('NFD').replaceAll(/\p{M}/gu, ''));
}

/** Full upper case first, as Unicode folds: `ß` and `SS` are one. A lone surrogate is no character. */
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null ? [{ ...each }] : [],
  );
}
