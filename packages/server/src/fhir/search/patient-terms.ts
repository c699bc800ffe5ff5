import { elementOf, elementsOf, type Element, type Resource } from '../resource/index.ts';
import { distinctTerms, type Term } from './term.ts';
import {
  birthDateTerm,
  emailTerm,
  identifierTerm,
  identifierValueTerm,
  nameTerm,
  phoneTerm,
  wholeNameTerm,
  wordStarts,
} from './term-values.ts';

/** Terms of one person at most: what comes after is not found across people. */
export const MAX_TERMS = 200;

/**
 * What a Patient (or anything with the same elements: Practitioner, RelatedPerson, Person) is found
 * by across charts. Whatever {@link askedTerms} asks of a search that matches it is among them.
 */
export function patientTerms(patient: Resource): readonly Term[] {
  const terms = [
    ...elementsOf(patient['identifier']).flatMap(identifierTerms),
    ...elementsOf(patient['telecom']).flatMap(contactTerms),
    ...textsOf(patient['birthDate']).flatMap(birthDateTerm),
    ...nameTerms(elementsOf(patient['name'])),
  ];
  return distinctTerms(terms).slice(0, MAX_TERMS);
}

function identifierTerms({ system, value }: Element): Term[] {
  if (typeof value !== 'string') return [];
  return [
    ...identifierTerm(typeof system === 'string' ? system : '', value),
    ...identifierValueTerm(value),
  ];
}

/** A contact without a system may be either. */
function contactTerms({ value }: Element): Term[] {
  return textsOf(value).flatMap((text) => [...emailTerm(text), ...phoneTerm(text)]);
}

/**
 * A family name goes with the given names of every name, since a search for both is not for both in
 * one. A name that has only its text is found by the start of that text.
 */
function nameTerms(names: readonly Element[]): Term[] {
  const families = names.flatMap(({ family }) => textsOf(family).flatMap(wordStarts));
  const givens = names.flatMap(({ given }) => givenStarts(textsOf(given)));
  const texts = names.flatMap((name) =>
    name['family'] === undefined && name['given'] === undefined ? textsOf(name['text']) : [],
  );
  return [
    ...[...families, ...texts.flatMap(wordStarts)].flatMap((text) => nameTerm('family', text)),
    ...givens.flatMap((text) => nameTerm('given', text)),
    ...families.flatMap((family) => givens.flatMap((given) => wholeNameTerm(family, given))),
  ];
}

/** Each given name, and all together as people type them. */
function givenStarts(givens: readonly string[]): string[] {
  return [...new Set([...givens, givens.join(' ')].flatMap(wordStarts))];
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  const text = elementOf({ value })['value'];
  return typeof text === 'string' ? [text] : [];
}
