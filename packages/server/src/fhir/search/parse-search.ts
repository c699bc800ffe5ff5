import { isSearchableType } from './parameter-table.ts';
import { parseCondition } from './parse-condition.ts';
import { isResultParameter, parseResultParameter } from './parse-result-parameter.ts';
import type { Condition, Search } from './search.ts';
import { SearchError } from './search-error.ts';

/** Parameters in one search. */
export const MAX_PARAMETERS = 60;
/** Alternatives of all parameters together, since each is compared with each resource. */
const MAX_ALTERNATIVES = 1000;
/** Characters of one value, all its alternatives together. */
export const MAX_VALUE_LENGTH = 20_000;

export interface ParseSearchOptions {
  /**
   * `lenient` passes over parameters that the type does not have, or that come without a value, and
   * names them in `ignored`; a modifier or a value that is not understood is an error still
   * (FHIR R4 search §3.1.1.3, `Prefer: handling`). `strict` if not said: a filter that is passed
   * over would show more than was asked for.
   */
  readonly handling?: 'strict' | 'lenient' | undefined;
  /** This server's own address, so that `https://…/Patient/1` is found as `Patient/1`. */
  readonly baseUrl?: string | undefined;
}

/**
 * Reads the parameters of a search in one type, decoded but not unescaped, in their order.
 *
 * @throws {@link SearchError} naming the parameter, never its value.
 */
export function parseSearch(
  type: string,
  params: readonly (readonly [string, string])[],
  { handling = 'strict', baseUrl }: ParseSearchOptions = {},
): Search {
  if (!isSearchableType(type)) throw new SearchError('unknown_type', type, 'no such resource type');
  if (params.length > MAX_PARAMETERS) {
    throw new SearchError('too_many', 'search', `at most ${MAX_PARAMETERS} parameters`);
  }
  const conditions: Condition[] = [];
  const ignored: string[] = [];
  let results: Search = emptySearch(type);
  for (const [name, text] of params) {
    try {
      checkValue(name, text);
      if (isResultParameter(name)) results = parseResultParameter(results, name, text);
      else conditions.push(parseCondition(name, text, { type, baseUrl, asked: name, steps: 0 }));
    } catch (error) {
      if (handling !== 'lenient' || !isPassedOver(error, text)) throw error;
      ignored.push(name);
    }
  }
  return checked({ ...results, conditions, ignored });
}

function emptySearch(type: string): Search {
  return { type, conditions: [], sort: [], includes: [], revIncludes: [], ignored: [] };
}

function checkValue(name: string, text: string): void {
  if (text.length > MAX_VALUE_LENGTH) throw new SearchError('too_many', name, 'a shorter value');
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new SearchError('bad_value', name, 'its value is no text');
  }
}

function isPassedOver(error: unknown, text: string): boolean {
  if (!(error instanceof SearchError)) return false;
  return error.code === 'unknown_parameter' || (error.code === 'bad_value' && text === '');
}

function checked(search: Search): Search {
  if (search.conditions.reduce((sum, one) => sum + alternativesOf(one), 0) > MAX_ALTERNATIVES) {
    throw new SearchError('too_many', 'search', `at most ${MAX_ALTERNATIVES} values in all`);
  }
  const { elements, summary } = search;
  if (elements !== undefined && summary !== undefined && summary !== 'false') {
    throw new SearchError('bad_combination', '_elements', 'not together with _summary');
  }
  return search;
}

function alternativesOf(condition: Condition): number {
  if (condition.by === 'value') return condition.values.length;
  if (condition.by === 'has') return alternativesOf(condition.condition);
  return condition.targets.reduce((sum, one) => sum + alternativesOf(one.condition), 0);
}
