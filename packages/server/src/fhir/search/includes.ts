import type { Resource } from '../resource/index.ts';
import { localReference } from './local-reference.ts';
import { parameterOf, referenceParametersOf, type Parameter } from './parameter-table.ts';
import type { Include, Search } from './search.ts';

/** In the first round the matches are read, in later ones what the round before included. */
export type IncludeRound = 'matches' | 'included';

/**
 * The `Type/id` that `_include` asks for, each once. Whether the caller may see them is not decided
 * here: a reference may lead to another person.
 */
export function includesOf(
  search: Search,
  resources: readonly Resource[],
  round: IncludeRound = 'matches',
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const include of inRound(search.includes, round)) {
    for (const resource of resources) addReferences(include, resource, found);
  }
  return found;
}

/** Whether `_revinclude` asks for a resource because it refers to one of those given. */
export function revIncludesOf(
  search: Search,
  resources: readonly Resource[],
  round: IncludeRound = 'matches',
): (candidate: Resource) => boolean {
  const includes = inRound(search.revIncludes, round);
  const keys = new Set(resources.map(keyOf));
  return (candidate) =>
    includes.some((include) => {
      const found = new Set<string>();
      addReferences(include, candidate, found);
      return [...found].some((key) => keys.has(key));
    });
}

/** What `_include` and `_revinclude` add to the matches out of one chart, round by round, at most `limit`. */
export function includedFrom(
  search: Search,
  matches: readonly Resource[],
  chart: readonly Resource[],
  limit: number,
): Resource[] {
  const taken = new Set(matches.map(keyOf));
  const included: Resource[] = [];
  let last: readonly Resource[] = matches;
  for (let round: IncludeRound = 'matches'; last.length > 0; round = 'included') {
    const wanted = includesOf(search, last, round);
    const refers = revIncludesOf(search, last, round);
    last = chart
      .filter((one) => !taken.has(keyOf(one)) && (wanted.has(keyOf(one)) || refers(one)))
      .slice(0, limit - included.length);
    for (const one of last) taken.add(keyOf(one));
    included.push(...last);
  }
  return included;
}

function inRound(includes: readonly Include[], round: IncludeRound): readonly Include[] {
  return round === 'matches' ? includes : includes.filter(({ iterate }) => iterate);
}

function addReferences(include: Include, resource: Resource, found: Set<string>): void {
  if (resource.resourceType !== include.type) return;
  for (const { each } of parametersIn(include)) {
    each(resource, (_type, value) => {
      const key = localReference(value);
      const fits =
        include.targetType === undefined || key?.startsWith(`${include.targetType}/`) === true;
      if (key !== undefined && fits) found.add(key);
      return false;
    });
  }
}

function parametersIn({ type, parameter }: Include): readonly Parameter[] {
  if (parameter === '*') return referenceParametersOf(type);
  const found = parameterOf(type, parameter);
  return found === undefined ? [] : [found];
}

function keyOf(resource: Resource): string {
  return `${resource.resourceType}/${resource.id ?? ''}`;
}
