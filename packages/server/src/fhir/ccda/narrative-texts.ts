import type { NarrativeTexts } from './concept.ts';
import { attributeOf, everyElement, innerText, type XmlElement } from './xml-element.ts';

/**
 * The texts of a document by the IDs that its statements point to.
 *
 * What may be read in all is bounded: otherwise many pointers to one long paragraph would make a
 * small file into a chart of gigabytes. Past the bound a pointer has no text.
 */
export function narrativeTexts(root: XmlElement): NarrativeTexts {
  const elements = new Map<string, XmlElement>();
  for (const element of everyElement(root)) {
    const id = attributeOf(element, 'ID');
    if (id !== undefined && !elements.has(id)) elements.set(id, element);
  }
  const read = new Map<string, string | undefined>();
  let left = maxCharacters;
  return {
    get: (id) => {
      const element = elements.get(id);
      if (element === undefined || left <= 0) return undefined;
      if (!read.has(id)) read.set(id, innerText(element));
      const text = read.get(id);
      left -= text?.length ?? 0;
      return left < 0 ? undefined : text;
    },
  };
}

const maxCharacters = 32 * 1024 * 1024;
