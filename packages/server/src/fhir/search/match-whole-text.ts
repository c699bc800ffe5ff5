import { elementOf, type Resource } from '../resource/index.ts';
import { foldText } from './fold-text.ts';

/** `_text`: every word of an alternative starts a word of the narrative. */
export function narrativeTest(texts: readonly string[]): (resource: Resource) => boolean {
  const hasWords = wordsTest(texts);
  return (resource) => {
    const div = elementOf(resource['text'])['div'];
    return typeof div === 'string' && hasWords(div.replaceAll(/<[^<>]*>/g, ' '));
  };
}

/** `_content`: the same in any text of the resource but addresses and files. */
export function contentTest(texts: readonly string[]): (resource: Resource) => boolean {
  const hasWords = wordsTest(texts);
  return (resource) => {
    const found: string[] = [];
    collect(resource, found);
    return hasWords(found.join('\n'));
  };
}

/** Folding is what costs, so it is done once for all alternatives. */
function wordsTest(texts: readonly string[]): (there: string) => boolean {
  const alternatives = texts.map((text) => foldText(text).split(' '));
  return (there) => {
    const folded = ` ${foldText(there)}`;
    return alternatives.some((words) => words.every((word) => folded.includes(` ${word}`)));
  };
}

/** Depth is bounded by what the validator lets in. */
function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, texts);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) if (!UNREAD.has(key)) collect(one, texts);
  }
}

const UNREAD = new Set(['data', 'system', 'url', 'reference', 'id', 'profile', 'resourceType']);
