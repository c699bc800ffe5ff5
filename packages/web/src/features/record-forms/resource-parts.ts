import type { Resource } from '@wardkeep/contract';
import type { Concept } from './concepts.ts';
import type { Values, Writing } from './record-form.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What stands at a path, if anything does. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, step) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, step)
        ? (here as Record<string | number, unknown>)[step] // `as`: it has this member
        : undefined,
    value,
  );
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A CodeableConcept in words. */
export function conceptText(concept: unknown): string {
  const said = textAt(concept, 'text') || textAt(concept, 'coding', 0, 'display');
  return said || textAt(concept, 'coding', 0, 'code');
}

/** The one that is there when its words are the same; else one of the list by its name, else words. */
export function conceptOf(
  words: string,
  base: unknown,
  { concepts, nameOf }: { readonly concepts: readonly Concept[] } & Pick<Writing, 'nameOf'>,
): Json {
  const said = words.trim();
  // What is there was an object when its words were read from it.
  if (base !== undefined && conceptText(base) === said) return base as Json;
  const known = concepts.find((concept) => nameOf(concept).toLowerCase() === said.toLowerCase());
  if (!known) return { text: said };
  const { system, code, display } = known;
  return { coding: [{ system, code, display }], text: said };
}

/** A CodeableConcept of one code; what is there stays when it is the same. */
export function coded(system: string, code: string, base?: unknown, display?: string): Json {
  // As above.
  if (textAt(base, 'coding', 0, 'code') === code) return base as Json;
  return { coding: [{ system, code, ...(display !== undefined && { display }) }] };
}

/** A copy with these elements; one that is undefined is taken out. */
export function withElements(base: Resource, elements: Json): Resource {
  const all = Object.entries({ ...base, ...elements }).filter(([, value]) => value !== undefined);
  // `as`: it has the members that it had, its type among them
  return Object.fromEntries(all) as Resource;
}

/** The first note is the form's own; others stay. */
export function notesOf(words: string, base: unknown): readonly unknown[] | undefined {
  const [first, ...others] = listAt(base, 'note');
  const said = words.trim();
  const own = said === '' ? [] : [textAt(first, 'text') === said ? first : { text: said }];
  const notes = [...own, ...others];
  return notes.length === 0 ? undefined : notes;
}

/** Takes out a `value[x]` of any type, to be said anew (https://hl7.org/fhir/R4/formats.html#choice). */
export function without(base: Resource | undefined, choice: string): Record<string, undefined> {
  const names = Object.keys(base ?? {}).filter(
    (name) => name.startsWith(choice) && /^[A-Z]/.test(name.slice(choice.length)),
  );
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

export function person({ patientId }: Writing): Json {
  return { reference: `Patient/${patientId}` };
}

export function filled(values: Values, name: string): string | undefined {
  const value = (values[name] ?? '').trim();
  return value === '' ? undefined : value;
}

/** As the server has it, or a new one. */
export function baseOf(base: Resource | undefined, resourceType: string): Resource {
  return base ?? { resourceType };
}
