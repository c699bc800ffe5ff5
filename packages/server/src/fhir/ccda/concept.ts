import { codeSystemUri } from './code-systems.ts';
import {
  attributeOf,
  childOf,
  childrenOf,
  innerText,
  isNull,
  type XmlElement,
} from './xml-element.ts';

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface CodeableConcept {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

/** Resolves `<reference value="#id"/>` to the narrative's text. */
export interface NarrativeTexts {
  readonly get: (id: string) => string | undefined;
}

/**
 * A coded value with its translations, as text what the author wrote (the narrative it points to,
 * or inline) or else the code's display. Nothing when neither code nor text is known.
 */
export function conceptOf(
  element: XmlElement | undefined,
  texts: NarrativeTexts,
): CodeableConcept | undefined {
  if (element === undefined) return undefined;
  const coding = [element, ...childrenOf(element, 'translation')]
    .map(codingOf)
    .filter((each) => each !== undefined);
  const original = originalText(childOf(element, 'originalText'), texts);
  const text = original ?? attributeOf(element, 'displayName') ?? coding[0]?.display;
  if (coding.length === 0 && text === undefined) return undefined;
  return {
    ...(coding.length === 0 ? {} : { coding }),
    ...(text === undefined ? {} : { text }),
  };
}

export function codingOf(element: XmlElement | undefined): Coding | undefined {
  const code = attributeOf(element, 'code')?.replace(/\s+/g, ' ');
  if (isNull(element) || code === undefined) return undefined;
  const system = codeSystemUri(attributeOf(element, 'codeSystem') ?? '');
  const display = attributeOf(element, 'displayName');
  return {
    ...(system === undefined ? {} : { system }),
    code,
    ...(display === undefined ? {} : { display }),
  };
}

/** Text that an element holds or points to. */
export function originalText(
  element: XmlElement | undefined,
  texts: NarrativeTexts,
): string | undefined {
  const pointer = attributeOf(childOf(element, 'reference'), 'value');
  const pointed = pointer?.startsWith('#') ? texts.get(pointer.slice(1)) : undefined;
  return pointed ?? innerText(element);
}

/** What a required CodeableConcept says when its document does not (R4 extension data-absent-reason). */
export const unknownConcept = {
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
      valueCode: 'unknown',
    },
  ],
} as const;
