import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { elementOf, elementsOf } from '../resource/index.ts';
import { CcdaError, ccdaLimits } from './ccda-error.ts';
import type { XmlElement } from './xml-element.ts';

/**
 * The root element of a document that nobody has checked.
 *
 * The parser replaces no entities; the five of XML and character references are replaced here.
 * `<!DOCTYPE` is refused wherever it stands, in comments too: no C-CDA says it.
 *
 * @throws {@link CcdaError} all codes but `not_ccda`.
 */
export function readXml(xml: Uint8Array | string): XmlElement {
  if (xml.length > ccdaLimits.bytes) throw new CcdaError('too_large');
  const text = typeof xml === 'string' ? xml.replace(/^\ufeff/, '') : decoded(xml);
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text)) {
    throw new CcdaError('dtd_refused');
  }
  if (markupIn(text) > ccdaLimits.markup) throw new CcdaError('too_large');
  if (forbiddenInXml.test(text)) throw new CcdaError('not_xml');
  const roots = parsed(text);
  const [root] = roots;
  if (root === undefined || roots.length !== 1) throw new CcdaError('not_xml');
  return elementFrom(root, new Map());
}

// oxlint-disable-next-line no-control-regex -- XML 1.0 §2.2 forbids these in a document
const forbiddenInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function markupIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x3c || unit === 0x26) count += 1;
  }
  return count;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: '#cdata',
  maxNestedTags: ccdaLimits.elementDepth,
});

function decoded(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^[\s\S]{0,3}<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1];
  let encoding = (declared ?? 'utf-8').toLowerCase();
  if (bytes[0] === 0xff && bytes[1] === 0xfe) encoding = 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) encoding = 'utf-16be';
  if (!encodings.has(encoding)) throw new CcdaError('not_text');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CcdaError('not_text', { cause });
  }
}

const encodings = new Set([
  'utf-8',
  'us-ascii',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'windows-1252',
]);

function parsed(text: string): readonly Readonly<Record<string, unknown>>[] {
  let valid: boolean;
  try {
    valid = XMLValidator.validate(text) === true;
  } catch (cause) {
    throw new CcdaError('not_xml', { cause });
  }
  if (!valid) throw new CcdaError('not_xml');
  try {
    return elementsOf(parser.parse(text)).filter((node) => !('#text' in node));
  } catch (cause) {
    const isTooDeep = cause instanceof Error && cause.message.startsWith('Maximum nested');
    throw new CcdaError(isTooDeep ? 'too_deep' : 'not_xml', { cause });
  }
}

function elementFrom(
  node: Readonly<Record<string, unknown>>,
  outer: ReadonlyMap<string, string>,
): XmlElement {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined) throw new CcdaError('not_xml');
  const written = Object.entries(elementOf(node[':@'])).map(
    ([key, value]) => [key, withoutEntities(typeof value === 'string' ? value : '')] as const,
  );
  const prefixes = withDeclared(written, outer);
  return {
    name: knownName(name, prefixes),
    attributes: new Map(
      written
        .filter(([key]) => !/^xmlns(?::|$)/.test(key))
        .map(([key, value]) => [key.includes(':') ? knownName(key, prefixes) : key, value]),
    ),
    children: elementsOf(node[name]).map((child) => childFrom(child, prefixes)),
  };
}

function childFrom(
  child: Readonly<Record<string, unknown>>,
  prefixes: ReadonlyMap<string, string>,
): XmlElement | string {
  if (typeof child['#text'] === 'string') return withoutEntities(child['#text']);
  if ('#cdata' in child) {
    return elementsOf(child['#cdata'])
      .map((piece) => (typeof piece['#text'] === 'string' ? piece['#text'] : ''))
      .join('');
  }
  return elementFrom(child, prefixes);
}

function withDeclared(
  attributes: readonly (readonly [string, string])[],
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = attributes.filter(([key]) => key.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  // Copied for every element that declares one.
  if (declared.length > PREFIXES_MOST) throw new CcdaError('not_xml');
  const prefixes = new Map([
    ...outer,
    ...declared.map(([key, uri]) => [key.slice(6), uri] as const),
  ]);
  if (prefixes.size > PREFIXES_MOST) throw new CcdaError('not_xml');
  return prefixes;
}

/** Of namespaces in scope at once; documents declare a handful. */
const PREFIXES_MOST = 100;

/** Whatever prefix a document chose for a namespace we know, the name is written our way. */
function knownName(written: string, prefixes: ReadonlyMap<string, string>): string {
  const [first = '', second] = written.split(':', 2);
  if (second === undefined) return first;
  const known = knownNamespaces.get(prefixes.get(first) ?? '');
  if (known === undefined) return written;
  return known === '' ? second : `${known}:${second}`;
}

const knownNamespaces: ReadonlyMap<string, string> = new Map([
  ['urn:hl7-org:v3', ''],
  ['urn:hl7-org:sdtc', 'sdtc'],
  ['http://www.w3.org/2001/XMLSchema-instance', 'xsi'],
]);

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;\s]{0,10});?/g, (_whole, name: string) => {
    const known = knownEntities.get(name);
    if (known !== undefined) return known;
    const number = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const point = Number.parseInt(number?.[1] ?? number?.[2] ?? '', number?.[1] ? 16 : 10);
    if (!(point > 0 && point <= 0x10ffff)) throw new CcdaError('not_xml');
    const character = String.fromCodePoint(point).toWellFormed();
    if (forbiddenInXml.test(character)) throw new CcdaError('not_xml');
    return character;
  });
}

const knownEntities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
