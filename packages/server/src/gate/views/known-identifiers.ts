import type { StoredJson } from '../../db/schema.ts';
import type { IdentifierKind } from './identifier-patterns.ts';
import { isObject, type JsonObject } from './json.ts';
import { fold, wordsOf } from './text-words.ts';

/** What words in a row are: by how many they are, then by the words, folded, with blanks between. */
export type Phrases = ReadonlyMap<number, ReadonlyMap<string, IdentifierKind>>;

/** What a chart tells of who it is about, and of those around them. */
export interface KnownIdentifiers {
  /** By the first word of each. */
  readonly phrases: ReadonlyMap<string, Phrases>;
  /** Letters and digits alone, of identifiers long enough that nothing else looks like them. */
  readonly compact: ReadonlySet<string>;
  /** In lower case, of records and of what they refer to. */
  readonly ids: ReadonlySet<string>;
}

interface Collected {
  readonly phrases: Map<string, Map<number, Map<string, IdentifierKind>>>;
  readonly compact: Set<string>;
  readonly ids: Set<string>;
}

/** Shorter ones are words and numbers like any other. */
const NAME_LETTERS = 3;
const IDENTIFIER_LETTERS = 4;
const COMPACT_LETTERS = 7;

/**
 * Every name of three letters or more, every identifier of four, telephone numbers, addresses, e-mail and web addresses,
 * serial numbers, file names and record ids of a chart, its practitioners and organisations included: whoever treats
 * somebody tells who that is. Found by the form of what holds them, so also in extensions and contained resources.
 */
export function knownIdentifiers(chart: readonly StoredJson[]): KnownIdentifiers {
  const known: Collected = { phrases: new Map(), compact: new Set(), ids: new Set() };
  for (const resource of chart) collect(resource, '', known);
  return known;
}

function collect(value: unknown, key: string, known: Collected): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, key, known);
    return;
  }
  if (typeof value === 'string') return collectText(value, key, known);
  if (!isObject(value)) return;
  collectObject(value, key, known);
  for (const [name, member] of Object.entries(value)) collect(member, name, known);
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;
const NUMBERS = new Set([
  'carrierHRF',
  'deviceIdentifier',
  'distinctIdentifier',
  'lotNumber',
  'serialNumber',
  'uid',
]);

function collectText(value: string, key: string, known: Collected): void {
  for (const [id] of value.matchAll(UUID)) known.ids.add(id.toLowerCase());
  if (NUMBERS.has(key)) addIdentifier(known, value, 'identifier');
}

const CONTACTS = new Set(['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other']);
const PARTS_OF_ADDRESS = ['line', 'city', 'district', 'postalCode'] as const;

/** By form: HumanName, Address, ContactPoint, Identifier, Attachment, Reference. */
function collectObject(object: JsonObject, key: string, known: Collected): void {
  const { family, given, text, value, system, title, url, display } = object;
  if (family !== undefined || given !== undefined || key === 'name')
    for (const part of [family, given, text].flat()) addName(known, part);
  if (PARTS_OF_ADDRESS.some((part) => object[part] !== undefined)) addAddress(known, object);
  if (typeof value === 'string' && typeof system === 'string' && CONTACTS.has(system))
    addIdentifier(known, value, system === 'email' ? 'e-mail' : 'phone');
  else if (typeof value === 'string') addIdentifier(known, value, 'identifier');
  if (object['contentType'] !== undefined || object['data'] !== undefined)
    for (const part of [title, url]) addIdentifier(known, part, 'identifier');
  if (display !== undefined && isAboutSomebody(object, key)) addName(known, display);
  addNamed(known, object);
}

const SOMEBODY = /^(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)\//;
const SOMETHING = /^[A-Z][A-Za-z]+\//;
const ROLES = new Set(
  'actor asserter author enterer individual informant member onBehalfOf participant patient performer practitioner provider recorder requester responsible source subject verifier'.split(
    ' ',
  ),
);

/** Whether a reference's display names a person; that of a condition does not. */
function isAboutSomebody({ reference, code }: JsonObject, key: string): boolean {
  if (code !== undefined) return false;
  if (typeof reference !== 'string') return ROLES.has(key);
  return SOMEBODY.test(reference) || (!SOMETHING.test(reference) && ROLES.has(key));
}

const PLACES = new Set(['Organization', 'Location', 'HealthcareService', 'Endpoint']);

/** Names that are plain text: of organisations and places, whole; in extensions that say by their address what they are. */
function addNamed(known: Collected, object: JsonObject): void {
  const { resourceType, name, alias, url, valueString } = object;
  if (typeof resourceType === 'string' && PLACES.has(resourceType))
    for (const each of [name, alias].flat()) addIdentifier(known, each, 'name');
  const isNaming = typeof url === 'string' && /name|address|birthplace|contact|phone/i.test(url);
  if (isNaming) addName(known, valueString);
}

const COMMON = new Set(
  'mrs miss prof phd dds the and van von der den unknown none not other self'.split(' '),
);

function addName(known: Collected, name: unknown): void {
  if (typeof name !== 'string') return;
  const words = wordsOf(name).map(({ word }) => word);
  for (const word of words)
    if (word.length >= NAME_LETTERS && !COMMON.has(word) && /\p{L}/u.test(word))
      add(known, [word], 'name');
  // A short name is one where it stands beside the rest of it.
  if (words.length > 1 && words.some((word) => word.length < NAME_LETTERS))
    add(known, words, 'name');
}

const GENERIC = new Set(
  'street road avenue lane drive court place square suite unit apartment floor building house north south east west strasse straße platz'.split(
    ' ',
  ),
);

function addAddress(known: Collected, address: JsonObject): void {
  for (const part of PARTS_OF_ADDRESS)
    for (const text of [address[part]].flat())
      if (typeof text === 'string') addPartOfAddress(known, part, text);
}

function addPartOfAddress(
  known: Collected,
  part: (typeof PARTS_OF_ADDRESS)[number],
  text: string,
): void {
  const words = wordsOf(text).map(({ word }) => word);
  const kind = part === 'postalCode' ? 'postal-code' : 'address';
  if (words.join('').length >= NAME_LETTERS) add(known, words, kind);
  if (part !== 'line') return;
  for (const word of words)
    if (word.length >= IDENTIFIER_LETTERS && /^\p{L}+$/u.test(word) && !GENERIC.has(word))
      add(known, [word], 'address');
}

function addIdentifier(known: Collected, value: unknown, kind: IdentifierKind): void {
  if (typeof value !== 'string') return;
  const words = wordsOf(value).map(({ word }) => word);
  const compact = words.join('');
  if (compact.length < IDENTIFIER_LETTERS) return;
  add(known, words, kind);
  if (compact.length >= COMPACT_LETTERS && /\d/.test(compact)) known.compact.add(fold(compact));
}

function add(known: Collected, words: readonly string[], kind: IdentifierKind): void {
  const [first] = words;
  if (first === undefined) return;
  const phrases = known.phrases.get(first) ?? new Map<number, Map<string, IdentifierKind>>();
  const ofLength = phrases.get(words.length) ?? new Map<string, IdentifierKind>();
  known.phrases.set(first, phrases.set(words.length, ofLength.set(words.join(' '), kind)));
}
