import { foldText } from './fold-text.ts';
import type { Condition, Search, SearchValue } from './search.ts';
import { distinctTerms, type Term } from './term.ts';
import {
  birthDateTerm,
  emailTerm,
  identifierTerm,
  identifierValueTerm,
  nameTerm,
  phoneTerm,
  wholeNameTerm,
} from './term-values.ts';

export interface AskedTerms {
  /**
   * A person who matches has a term of each group. Empty if no parameter can be looked up, so that
   * only a search through every chart could answer.
   */
  readonly all: readonly (readonly Term[])[];
  /** What `_id` names, if it is asked: ids are in the open. */
  readonly ids?: readonly string[];
  /** Parameters that only narrow what the groups found, after opening. */
  readonly afterOpening: readonly string[];
}

/**
 * What to look up across people for a search; the matcher then decides on what was opened. Names
 * are found by whole words from the start, not by the start of a word.
 */
export function askedTerms(search: Search): AskedTerms {
  const conditions = search.conditions.map((condition) => ({
    condition,
    terms: termsOf(condition),
  }));
  const ids = conditions.flatMap(({ condition }) => idsOf(condition) ?? []);
  const asksIds = conditions.some(({ condition }) => idsOf(condition) !== undefined);
  const groups = conditions.filter(({ terms }) => terms.length > 0);
  return {
    all: withWholeNames(groups),
    ...(asksIds && { ids }),
    afterOpening: conditions
      .filter(({ condition, terms }) => terms.length === 0 && idsOf(condition) === undefined)
      .map(({ condition }) => nameOf(condition)),
  };
}

interface Asked {
  readonly condition: Condition;
  readonly terms: readonly Term[];
}

/** Family and given together are one term, of which fewer people share the index. */
function withWholeNames(groups: readonly Asked[]): (readonly Term[])[] {
  const family = groups.find(({ terms }) => terms.every((term) => term.field === 'family'));
  const given = groups.find(({ terms }) => terms.every((term) => term.field === 'given'));
  if (family === undefined || given === undefined) return groups.map(({ terms }) => terms);
  const pairs = family.terms.flatMap((one) =>
    given.terms.flatMap((other) => wholeNameTerm(one.value, other.value)),
  );
  const others = groups.filter((group) => group !== family && group !== given);
  return [pairs, ...others.map(({ terms }) => terms)];
}

/** The terms of which one is needed; none if any alternative has none. */
function termsOf(condition: Condition): readonly Term[] {
  if (condition.by !== 'value') return [];
  const { code, modifier, values } = condition;
  if (modifier !== undefined && modifier !== 'exact' && modifier !== 'of-type') return [];
  const terms = values.map((value) => valueTerms(code, value));
  return terms.some((one) => one.length === 0) ? [] : distinctTerms(terms.flat());
}

function valueTerms(code: string, value: SearchValue): readonly Term[] {
  switch (value.kind) {
    case 'token':
      return value.code === undefined ? [] : tokenTerms(code, value.system, value.code);
    case 'of-type':
      return code === 'identifier' ? identifierValueTerm(value.value) : [];
    case 'text':
      return textTerms(code, value.text);
    case 'date':
      return code === 'birthdate' && value.prefix === 'eq' ? birthDateTerm(value.text) : [];
    default:
      return [];
  }
}

function tokenTerms(code: string, system: string | undefined, value: string): readonly Term[] {
  if (code === 'identifier') {
    return system ? identifierTerm(system, value) : identifierValueTerm(value);
  }
  if (system !== undefined) return [];
  if (code === 'email') return emailTerm(value);
  if (code === 'phone') return phoneTerm(value);
  return code === 'telecom' ? [...emailTerm(value), ...phoneTerm(value)] : [];
}

function textTerms(code: string, text: string): readonly Term[] {
  if (code === 'family' || code === 'given') return nameTerm(code, text);
  if (code !== 'name') return [];
  return [...nameTerm('family', text), ...nameTerm('given', text), ...splitNames(text)];
}

/** `Ada Lovelace` and `Lovelace Ada`, wherever the family begins. */
function splitNames(text: string): Term[] {
  const words = foldText(text).split(' ').slice(0, 6);
  return words.slice(1).flatMap((_, index) => {
    const [start, end] = [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')];
    return [...wholeNameTerm(end, start), ...wholeNameTerm(start, end)];
  });
}

function idsOf(condition: Condition): readonly string[] | undefined {
  if (condition.by !== 'value' || condition.code !== '_id' || condition.modifier) return undefined;
  return condition.values.flatMap((value) =>
    value.kind === 'token' && value.code !== undefined ? [value.code] : [],
  );
}

function nameOf(condition: Condition): string {
  return condition.by === 'has' ? '_has' : condition.code;
}
