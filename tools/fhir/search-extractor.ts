import type { Step } from './search-expression.ts';
import type { Element, SearchDefinitions } from './search-definitions.ts';

/** Where a path has arrived: inside a type, or at a leaf. */
interface Place {
  /** The path under which the children are defined: `Patient.contact`, `HumanName`. */
  readonly path: string;
  readonly type: string;
  readonly systems: readonly string[];
}

/**
 * JavaScript that calls `f(type, value, systems)` for every value at a path of `v`, and returns true
 * as soon as `f` does. Elements that repeat become loops; a choice becomes one branch a type.
 *
 * @returns '' if the definitions have no such path.
 */
export function extractorBody(
  definitions: SearchDefinitions,
  start: string,
  steps: readonly Step[],
): string {
  return after(definitions, { path: start, type: start, systems: [] }, steps, 'v');
}

/** The path under which the children of an element are defined: `Group.characteristic`, `UsageContext`. */
export function definedAt(definitions: SearchDefinitions, path: string): string {
  const [type = '', ...names] = path.split('.');
  const root: Place = { path: type, type, systems: [] };
  return names.reduce(
    (place, name) => childPlaces(definitions, place, name)[0]?.place ?? place,
    root,
  ).path;
}

function after(
  definitions: SearchDefinitions,
  place: Place,
  steps: readonly Step[],
  variable: string,
): string {
  const [step, ...rest] = steps;
  if (step === undefined) return visit(place, variable);
  switch (step.step) {
    case 'child':
      return child(definitions, place, steps, variable);
    case 'type':
      return place.type.toLowerCase() === step.type.toLowerCase()
        ? after(definitions, place, rest, variable)
        : '';
    case 'equal':
      return given(
        `${variable}?.${step.name}===${JSON.stringify(step.text)}`,
        after(definitions, place, rest, variable),
      );
    case 'refers':
      return given(
        `R(${variable},${JSON.stringify(step.type)})`,
        after(definitions, place, rest, variable),
      );
    case 'exists':
      return `if(f('boolean',true))return true;`;
    default:
      return step satisfies never;
  }
}

function visit(place: Place, variable: string): string {
  const systems = place.systems.length === 0 ? '' : `,${JSON.stringify(place.systems)}`;
  return `if(f(${JSON.stringify(place.type)},${variable}${systems}))return true;`;
}

function given(condition: string, body: string): string {
  return body === '' ? '' : `if(${condition}){${body}}`;
}

function child(
  definitions: SearchDefinitions,
  place: Place,
  [step, ...rest]: readonly Step[],
  variable: string,
): string {
  if (step?.step !== 'child') return '';
  return childPlaces(definitions, place, step.name)
    .map(({ key, repeats, place: inner }) => {
      const value = `${variable}v`;
      const body = after(definitions, inner, rest, value);
      if (body === '') return '';
      return repeats
        ? `for(const ${value} of L(${variable}?.${key})){${body}}`
        : `{const ${value}=${variable}?.${key};if(${value}!==undefined){${body}}}`;
    })
    .join('');
}

function childPlaces(definitions: SearchDefinitions, place: Place, name: string) {
  const siblings = definitions.children.get(place.path);
  if (siblings === undefined) return [];
  const plain = siblings.get(name);
  if (plain !== undefined) return [placeOf(definitions, plain, plain.type?.[0]?.code ?? '', name)];
  for (const [key, element] of siblings) {
    if (!key.endsWith('[x]')) continue;
    const stem = key.slice(0, -3);
    const types = (element.type ?? []).map(({ code }) => code);
    const one = types.find((code) => `${stem}${capital(code)}` === name);
    if (stem === name || one !== undefined) {
      return (one === undefined ? types : [one]).map((code) =>
        placeOf(definitions, element, code, `${stem}${capital(code)}`),
      );
    }
  }
  return [];
}

function placeOf(definitions: SearchDefinitions, element: Element, code: string, key: string) {
  return { key, repeats: element.max !== '1', place: inside(definitions, element, code) };
}

function inside(definitions: SearchDefinitions, element: Element, code: string): Place {
  if (element.contentReference !== undefined) {
    return { path: element.contentReference.slice(1), type: 'Element', systems: [] };
  }
  if (code === 'BackboneElement' || code === 'Element') {
    return { path: element.path, type: 'Element', systems: [] };
  }
  if (code.startsWith('http://hl7.org/fhirpath/')) {
    return { path: '', type: element.path.endsWith('.id') ? 'id' : 'string', systems: [] };
  }
  const valueSet = element.binding?.valueSet?.split('|')[0];
  const systems = code === 'code' ? definitions.systemsOf.get(valueSet ?? '') : undefined;
  return { path: code, type: code, systems: systems ?? [] };
}

function capital(code: string): string {
  return code.slice(0, 1).toUpperCase() + code.slice(1);
}
