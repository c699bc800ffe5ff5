/** An element of the document. CDA's own names have no prefix; others are `sdtc:` or `xsi:` … */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  if (element === undefined) return [];
  return element.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && child.name === name,
  );
}

/** The first element at the end of a path of names. */
export function childOf(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => childrenOf(at, name)[0], element);
}

/** An attribute with something in it. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.attributes.get(name)?.trim();
  return value === '' ? undefined : value;
}

export function isNull(element: XmlElement | undefined): boolean {
  return element === undefined || element.attributes.has('nullFlavor');
}

/** All text inside, white space collapsed. */
export function innerText(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const pieces: string[] = [];
  collectText(element, pieces);
  const text = pieces.join('').replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

/** The element itself and everything below it, in document order. */
export function* everyElement(element: XmlElement): Generator<XmlElement, void, undefined> {
  yield element;
  for (const child of element.children) {
    if (typeof child !== 'string') yield* everyElement(child);
  }
}

const blocks = new Set(['br', 'paragraph', 'item', 'tr', 'td', 'th', 'caption', 'list', 'table']);

function collectText(element: XmlElement, pieces: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') pieces.push(child);
    else collectText(child, pieces);
  }
  if (blocks.has(element.name)) pieces.push(' ');
}
