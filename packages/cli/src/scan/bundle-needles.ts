import { NEEDLE_CHARACTERS_LEAST, type Needle } from './needle.ts';

/** A number this short is found by chance in any dump of numbers. */
const IDENTIFIER_CHARACTERS_LEAST = 8;
/** Of these, identifiers say who somebody is; elsewhere they name an encounter or a claim. */
const PEOPLE = new Set(['Patient', 'Person', 'Practitioner', 'RelatedPerson']);

/**
 * What identifies people in a FHIR Bundle: family names, full names, telephone numbers and e-mail addresses, address
 * lines, identifiers. Not dates, given names or towns alone, which are in any program's own files.
 */
export function needlesFromBundle(bundle: unknown, source: string): readonly Needle[] {
  const found = new Map<string, string>();
  const add: Add = (what, value, least = NEEDLE_CHARACTERS_LEAST) => {
    if (typeof value !== 'string') return;
    const trimmed = value.trim();
    if (Array.from(trimmed.normalize('NFC')).length < least || found.has(trimmed)) return;
    found.set(trimmed, `${source}: ${what} ${found.size + 1}`);
  };
  for (const entry of listIn(bundle, 'entry')) {
    const resource = memberOf(entry, 'resource');
    visit(resource, add);
    const type = memberOf(resource, 'resourceType');
    if (typeof type === 'string' && PEOPLE.has(type))
      for (const identifier of listIn(resource, 'identifier'))
        add('identifier', memberOf(identifier, 'value'), IDENTIFIER_CHARACTERS_LEAST);
  }
  return [...found].map(([value, label]) => ({ label, value }));
}

type Add = (what: string, value: unknown, least?: number) => void;

/** Names and addresses stand anywhere in a resource, contained ones included. */
function visit(value: unknown, add: Add): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) addFrom(value, add);
  for (const member of Object.values(value)) visit(member, add);
}

function addFrom(value: object, add: Add): void {
  const family = memberOf(value, 'family');
  if (typeof family === 'string') {
    add('family name', family);
    const given = listIn(value, 'given').filter((name) => typeof name === 'string');
    if (given.length > 0) add('full name', [...given, family].join(' '));
    if (given[0] !== undefined) add('full name', `${given[0]} ${family}`);
    add('full name', memberOf(value, 'text'));
  }
  for (const contact of listIn(value, 'telecom'))
    add('telecom', memberOf(contact, 'value'), IDENTIFIER_CHARACTERS_LEAST);
  for (const line of listIn(value, 'line')) add('address line', line, IDENTIFIER_CHARACTERS_LEAST);
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : [];
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  // `as`: any object has members by name, and what they are is looked at by whoever asked.
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
