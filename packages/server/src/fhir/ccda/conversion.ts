import { pruned, stableUuid, type Resource } from '../resource/index.ts';
import type { NarrativeTexts } from './concept.ts';
import { attributeOf, childrenOf, isNull, type XmlElement } from './xml-element.ts';

export interface Reference {
  readonly reference?: string;
  readonly display?: string;
}

/** Something of the document that became no resource. Names kinds, never values. */
export interface NotTaken {
  /** The LOINC code of the section; `header`, `body` or `none` outside of one. */
  readonly section: string;
  /** Element, moodCode and template, e.g. `supply INT 2.16.840.1.113883.10.20.22.4.43`. */
  readonly what: string;
  readonly why: string;
}

/** Why an entry became no resource; the sentences that a report shows. */
export const reasons = {
  noInformation: 'It says only that there is no information.',
  negated: 'It says that something is not so, which the resource for it could not say.',
  unsupported: 'No resource is made of entries of this kind. The narrative of its section is kept.',
  noContent: 'It holds nothing that the resource for it must have.',
  empty: 'It holds no statement.',
} as const;

/** One run over one document: what was made so far. Ids follow from the document's, so a second run gives the same. */
export class Conversion {
  readonly texts: NarrativeTexts;
  readonly notTaken: NotTaken[] = [];
  readonly #document: string;
  readonly #resources = new Map<string, Resource>();
  readonly #uses = new Map<string, number>();

  constructor(document: string, texts: NarrativeTexts) {
    this.#document = document;
    this.texts = texts;
  }

  get resources(): readonly Resource[] {
    return [...this.#resources.values()];
  }

  get patient(): Reference {
    return { reference: `urn:uuid:${this.#id('Patient', 'recordTarget')}` };
  }

  /** Adds a resource; a key used before for its type (documents repeat ids) is told apart by its turn. */
  add(resourceType: string, key: string, body: object): Reference {
    const use = `${resourceType} ${key}`;
    const turn = (this.#uses.get(use) ?? 0) + 1;
    this.#uses.set(use, turn);
    return this.#put(resourceType, turn === 1 ? key : `${key}#${turn}`, body);
  }

  /** Adds what may be named again by the same key (a person, an organisation); the fullest one stays. */
  addOnce(resourceType: string, key: string, body: object): Reference {
    const id = this.#id(resourceType, key);
    const before = this.#resources.get(id);
    const isFuller = Object.keys(pruned(body)).length + 2 > Object.keys(before ?? {}).length;
    if (before === undefined || isFuller) return this.#put(resourceType, key, body);
    return { reference: `urn:uuid:${id}` };
  }

  /** The reference, if it is to a person who may record something; an organisation may not. */
  practitioner(reference: Reference | undefined): Reference | undefined {
    const id = reference?.reference?.slice('urn:uuid:'.length) ?? '';
    return this.#resources.get(id)?.resourceType === 'Practitioner' ? reference : undefined;
  }

  #put(resourceType: string, key: string, body: object): Reference {
    const id = this.#id(resourceType, key);
    this.#resources.set(id, { resourceType, id, ...pruned(body) });
    return { reference: `urn:uuid:${id}` };
  }

  #id(resourceType: string, key: string): string {
    return stableUuid(['ccda', this.#document, resourceType, key]);
  }
}

/** The first id of an element as one string, if it has any. */
export function idKey(element: XmlElement | undefined): string | undefined {
  const id = childrenOf(element, 'id').find((each) => !isNull(each));
  const root = attributeOf(id, 'root');
  if (root === undefined) return undefined;
  const extension = attributeOf(id, 'extension');
  return extension === undefined ? root.toLowerCase() : `${root.toLowerCase()}^${extension}`;
}
