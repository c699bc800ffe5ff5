/** Reading JSON that a validator has not seen: what is not there, or not of the kind asked for, is absent. */
type Step = string | number;

export function at(value: unknown, ...steps: readonly Step[]): unknown {
  let here: unknown = value;
  for (const step of steps) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    // Object.hasOwn has just shown that the member is there.
    here = (here as Readonly<Record<Step, unknown>>)[step];
  }
  return here;
}

export function text(value: unknown, ...steps: readonly Step[]): string | null {
  const found = at(value, ...steps);
  return typeof found === 'string' && found !== '' ? found : null;
}

export function number(value: unknown, ...steps: readonly Step[]): number | null {
  const found = at(value, ...steps);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

export function list(value: unknown, ...steps: readonly Step[]): readonly unknown[] {
  const found = at(value, ...steps);
  return Array.isArray(found) ? found : [];
}

export function firstText(value: unknown, ...paths: readonly (readonly Step[])[]): string | null {
  for (const path of paths) {
    const found = text(value, ...path);
    if (found !== null) return found;
  }
  return null;
}

/** What a person reads of a CodeableConcept: its text, or the name of its first code, or the code. */
export function conceptText(concept: unknown): string | null {
  return firstText(concept, ['text'], ['coding', 0, 'display'], ['coding', 0, 'code']);
}
