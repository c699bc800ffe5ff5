import type { StoredJson } from '../../db/schema.ts';
import { CODE_SETS, CURRENCIES } from './code-sets.ts';
import { readDate } from './fhir-dates.ts';
import { findIdentifiers, findKnown } from './find-identifiers.ts';
import type { IdentifierKind } from './identifier-patterns.ts';
import { isObject, type JsonObject } from './json.ts';
import { knownIdentifiers, type KnownIdentifiers } from './known-identifiers.ts';
import { isKnownCode } from './terminologies.ts';
import { fold } from './text-words.ts';
import { datesLeft, type DateAt } from './dates-left.ts';

/** Where in what would leave an identifier is, for example `[3].note[0].text`, and of what kind. Never the value. */
export interface IdentifierLeft {
  readonly path: string;
  readonly kind: IdentifierKind;
}

/**
 * Looks at what would leave as a stranger would, without asking how it was made: any identifier that the full chart tells,
 * and anything that looks like one, in any text; record ids; dates that are true ones or not all moved alike. Case,
 * diacritics and marks between words do not matter. Values of closed sets and codes of known terminologies are no text.
 * What it can't find: what the chart never says in an element for it, and what was written in a cipher.
 *
 * @param full - The whole chart that it was made of. @returns nothing when all is well.
 */
export function identifiersLeft(
  full: readonly StoredJson[],
  exported: readonly StoredJson[],
): readonly IdentifierLeft[] {
  const looking: Looking = { known: knownIdentifiers(full), left: [], dates: [] };
  for (const [index, resource] of exported.entries())
    look(resource, { path: `[${index}]`, key: '', type: resource.resourceType }, looking);
  return [...looking.left, ...datesLeft(full, looking.dates)];
}

interface Looking {
  readonly known: KnownIdentifiers;
  readonly left: IdentifierLeft[];
  readonly dates: DateAt[];
}

interface Place {
  readonly path: string;
  readonly key: string;
  readonly type: string;
  readonly parent?: JsonObject;
}

function look(value: unknown, place: Place, looking: Looking): void {
  if (typeof value === 'string') return lookAtText(value, place, looking);
  if (typeof value === 'number') return lookAtNumber(value, place, looking);
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries())
      look(entry, { ...place, path: `${place.path}[${index}]` }, looking);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    lookAtKey(key, place, looking);
    look(member, { ...place, path: `${place.path}.${key}`, key, parent: value }, looking);
  }
}

const ELEMENT = /^[A-Za-z]{1,64}$/;

function lookAtKey(key: string, { path }: Place, { left }: Looking): void {
  if (!ELEMENT.test(key)) left.push({ path, kind: 'identifier' });
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;
const ID_OR_REFERENCE = /^(?:[A-Z][A-Za-z]{1,40}\/)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

function lookAtText(value: string, place: Place, { known, left, dates }: Looking): void {
  const { path, key, type } = place;
  const ids = value.match(UUID) ?? [];
  if (ids.some((id) => known.ids.has(id.toLowerCase()))) left.push({ path, kind: 'record-id' });
  if ((key === 'id' || key === 'reference') && ID_OR_REFERENCE.test(value)) return;
  if (key === 'resourceType' && /^[A-Z][A-Za-z]{1,40}$/.test(value)) return;
  if (isVocabulary(value, place)) {
    if (known.compact.has(fold(value))) left.push({ path, kind: 'identifier' });
    return;
  }
  const date = readDate(value);
  if (date !== undefined && date.written === String(date.year).padStart(4, '0')) return;
  if (date?.day !== undefined && date.day === value) {
    dates.push({ path, element: elementOf(type, path), day: value });
    return;
  }
  for (const { kind } of findIdentifiers(value, known)) left.push({ path, kind });
}

/** `Condition.stage.assessment` of `[3].stage[0].assessment`. */
function elementOf(type: string, path: string): string {
  return `${type}${path.replace(/\[\d+\]/g, '')}`;
}

const CLOSED = new Set([...Object.values(CODE_SETS), CURRENCIES].flatMap((set) => [...set]));
const CODED = new Set(
  'status intent priority category type criticality severity use outcome lifecycleStatus gender comparator currency periodUnit durationUnit'.split(
    ' ',
  ),
);

/** At a place for a code, a code that is known: it says nothing about a person. */
function isVocabulary(value: string, { key, parent }: Place): boolean {
  if (CODED.has(key)) return CLOSED.has(value);
  const { system, code } = parent ?? {};
  if (typeof system !== 'string' || typeof code !== 'string') return false;
  return (key === 'system' || key === 'code') && isKnownCode(system, code);
}

/** A telephone number or a record number can be written as a number too. */
function lookAtNumber(value: number, { path }: Place, { known, left }: Looking): void {
  const text = String(Math.abs(value));
  if (/^\d{7,}$/.test(text) && (known.compact.has(text) || findKnown(text, known).length > 0))
    left.push({ path, kind: 'number' });
}
