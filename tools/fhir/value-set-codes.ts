/** Expands the value sets of required bindings as far as the definitions allow. */
import type { CodeSystem, Concept, ValueSet } from './read-definitions.ts';

/** `codes` by system, or why the set is checked by shape only or not at all. */
export type Expansion =
  | { readonly kind: 'codes'; readonly systems: ReadonlyMap<string, readonly string[]> }
  | { readonly kind: 'shape'; readonly system: string; readonly pattern: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Systems that have too many codes to list, or whose owner does not let them be copied. */
const shapes: Readonly<Record<string, string>> = {
  // The short forms are those that the elements of TestScript name.
  'urn:ietf:bcp:13':
    '^(xml|json|ttl|turtle|none|[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\\s*;.*)?)$',
  'urn:iso:std:iso:4217': '^[A-Z]{3}$',
  'http://unitsofmeasure.org': '^\\S+$',
};

export function expander(
  valueSets: readonly ValueSet[],
  codeSystems: readonly CodeSystem[],
): (url: string) => Expansion {
  const sets = new Map(valueSets.map((one) => [one.url, one]));
  const systems = new Map(codeSystems.map((one) => [one.url, one]));
  return (url) => {
    const set = sets.get(url);
    if (set === undefined) return { kind: 'unknown', why: 'the definitions do not hold it' };
    return expand(set, systems);
  };
}

function expand(set: ValueSet, systems: ReadonlyMap<string, CodeSystem>): Expansion {
  const include = set.compose?.include ?? [];
  const [first] = include;
  const shape = shapes[first?.system ?? ''];
  if (shape !== undefined && include.length === 1 && first?.concept === undefined) {
    return { kind: 'shape', system: first?.system ?? '', pattern: shape };
  }
  if (include.length === 0 || set.compose?.exclude !== undefined) {
    return { kind: 'unknown', why: 'it is not a list of codes' };
  }
  const found = new Map<string, string[]>();
  for (const part of include) {
    const codes = part.concept ?? systems.get(part.system ?? '')?.concept;
    if (part.filter !== undefined || part.valueSet !== undefined || codes === undefined) {
      return { kind: 'unknown', why: 'it takes a terminology server to expand' };
    }
    const list = found.get(part.system ?? '') ?? [];
    found.set(part.system ?? '', [...list, ...allCodes(codes)]);
  }
  return { kind: 'codes', systems: found };
}

function allCodes(concepts: readonly Concept[]): string[] {
  return concepts.flatMap((one) => [one.code, ...allCodes(one.concept ?? [])]);
}
