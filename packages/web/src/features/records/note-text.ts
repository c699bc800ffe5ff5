import type { Resource } from '@wardkeep/contract';
import { isJson } from './shown.ts';

/** The words of a plain-text attachment that the record itself holds: of a document or of a report. */
export function noteText(resource: Resource): string | undefined {
  const contents = [resource['content'], resource['presentedForm']].flat().filter(isJson);
  for (const content of contents) {
    const attachment = isJson(content['attachment']) ? content['attachment'] : content;
    const { contentType, data } = attachment;
    if (typeof contentType === 'string' && typeof data === 'string' && PLAIN.test(contentType))
      return decoded(data);
  }
  return undefined;
}

const PLAIN = /^text\/plain\b/;

function decoded(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
    return new TextDecoder().decode(bytes);
  } catch (error) {
    // What is no base64 is no text; the original data below shows it as it is.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
