import { elementOf } from '../resource/index.ts';
import { foldText } from './fold-text.ts';
import type { Modifier } from './search.ts';
import type { ValueTest } from './value-test.ts';

/** At the start of any part, without case, accents and punctuation, unless a modifier says else. */
export function stringTest(
  { text }: { readonly text: string },
  modifier: Modifier | undefined,
): ValueTest {
  const is = textIs(text, modifier);
  return (type, value) => {
    if (typeof value === 'string') return is(value);
    const parts = type === 'HumanName' ? nameParts(value) : addressParts(value);
    return parts.some(is);
  };
}

function textIs(text: string, modifier: Modifier | undefined): (there: string) => boolean {
  if (modifier === 'exact') return (there) => there === text;
  const asked = foldText(text);
  if (modifier === 'contains') return (there) => foldText(there).includes(asked);
  return (there) => foldText(there).startsWith(asked);
}

/** Also the whole name as people type it: `Ada Lovelace`, `Ada King Lovelace`, `Lovelace Ada`. */
function nameParts(value: unknown): string[] {
  const { text, family, given, prefix, suffix } = elementOf(value);
  const [families, givens] = [strings(family), strings(given)];
  const isWhole = givens.length > 0 && families.length > 0;
  const whole = [
    [...givens, ...families],
    [...givens.slice(0, 1), ...families],
    [...families, ...givens],
  ];
  return [
    ...strings(text),
    ...families,
    ...givens,
    ...strings(prefix),
    ...strings(suffix),
    ...(isWhole ? whole.map((words) => words.join(' ')) : []),
  ];
}

function addressParts(value: unknown): string[] {
  const { text, line, city, district, state, postalCode, country } = elementOf(value);
  return [text, line, city, district, state, postalCode, country].flatMap(strings);
}

function strings(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(strings);
  return typeof value === 'string' ? [value] : [];
}
