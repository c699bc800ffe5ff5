import type { Element, SearchDefinitions } from './search-definitions.ts';

/** The elements that `_summary` and `_elements` keep, by path, as JavaScript. */
export function summaryTables(definitions: SearchDefinitions): string {
  const summary: Record<string, Record<string, 1 | string>> = {};
  for (const type of definitions.resourceTypes) addTable(definitions, type, summary);
  return [
    `export const summaryChildren=${JSON.stringify(summary)};`,
    `export const mandatoryElements=${JSON.stringify(topLevel(definitions, ({ min }) => min > 0))};`,
    `export const modifierElements=${JSON.stringify(topLevel(definitions, (one) => one.isModifier === true))};`,
    `export const choiceElements=${JSON.stringify(choices(definitions))};`,
    '',
  ].join('\n');
}

function addTable(
  definitions: SearchDefinitions,
  path: string,
  tables: Record<string, Record<string, 1 | string>>,
): void {
  if (tables[path] !== undefined) return;
  const table: Record<string, 1 | string> = {};
  tables[path] = table;
  for (const [name, element] of definitions.children.get(path) ?? []) {
    // R4 leaves `modifierExtension` out, but without it what is left may say the opposite.
    if (element.isSummary !== true && element.isModifier !== true) continue;
    for (const [key, inner] of keysOf(name, element)) {
      const whole = isWhole(definitions, inner, new Set());
      table[key] = whole ? 1 : inner;
      if (!whole) addTable(definitions, inner, tables);
    }
  }
}

function keysOf(name: string, element: Element): [string, string][] {
  if (element.contentReference !== undefined) return [[name, element.contentReference.slice(1)]];
  return (element.type ?? []).map(({ code }) => {
    const key = name.endsWith('[x]')
      ? name.slice(0, -3) + code.slice(0, 1).toUpperCase() + code.slice(1)
      : name;
    return [key, code === 'BackboneElement' || code === 'Element' ? element.path : code];
  });
}

/** A type whose own elements are all in the summary is kept with its ids and extensions. */
function isWhole(definitions: SearchDefinitions, path: string, seen: Set<string>): boolean {
  if (seen.has(path) || path === 'Extension' || /^[a-z]/.test(path)) return true;
  seen.add(path);
  const children = [...(definitions.children.get(path) ?? [])].filter(
    ([name]) => name !== 'id' && name !== 'extension',
  );
  return children.every(
    ([name, element]) =>
      element.isSummary === true &&
      keysOf(name, element).every(([, inner]) => isWhole(definitions, inner, seen)),
  );
}

function topLevel(
  { resourceTypes, children }: SearchDefinitions,
  keeps: (element: Element) => boolean,
): Record<string, string[]> {
  return Object.fromEntries(
    resourceTypes.map((type) => [
      type,
      [...(children.get(type) ?? [])].flatMap(([name, element]) =>
        keeps(element) ? keysOf(name, element).map(([key]) => key) : [],
      ),
    ]),
  );
}

/** `Observation` → `value` → `valueQuantity`, `valueString` … */
function choices({
  resourceTypes,
  children,
}: SearchDefinitions): Record<string, Record<string, string[]>> {
  const found: Record<string, Record<string, string[]>> = {};
  for (const type of resourceTypes) {
    for (const [name, element] of children.get(type) ?? []) {
      if (!name.endsWith('[x]')) continue;
      (found[type] ??= {})[name.slice(0, -3)] = keysOf(name, element).map(([key]) => key);
    }
  }
  return found;
}
