import type { Sensitivity } from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import { isObject } from './json.ts';
import { SENSITIVE_CLASSES, SENSITIVE_CODES, type CodesOf } from './sensitive-codes.ts';
import { ACT_CODE, CONFIDENTIALITY, SNOMED, systemOf } from './terminologies.ts';

/**
 * What a resource says by itself: the labels that its author gave it (`meta.security`, also those in the body, as in
 * `DocumentReference.securityLabel`), and its codes, wherever in it they are, contained resources included. Words are not
 * read. See sensitive-codes.ts for what that can't find.
 */
export function sensitivitiesOf(resource: StoredJson): ReadonlySet<Sensitivity> {
  const found = new Set<Sensitivity>();
  collect(resource, found);
  return found;
}

function collect(value: unknown, found: Set<Sensitivity>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, found);
    return;
  }
  // `as`: an object that is no list
  const object = value as Readonly<Record<string, unknown>>;
  const { code, system, security, confidentiality } = object;
  if (typeof code === 'string' && typeof system === 'string') addCode(system, code, found);
  if (Array.isArray(security)) addLabels(security, found);
  // Composition has it as a code alone.
  if (typeof confidentiality === 'string') addCode(CONFIDENTIALITY, confidentiality, found);
  for (const member in object)
    if (typeof object[member] === 'object') collect(object[member], found);
}

/** A label is one even where its author forgot to say of which system. */
function addLabels(labels: readonly unknown[], found: Set<Sensitivity>): void {
  for (const label of labels) {
    if (!isObject(label) || typeof label['code'] !== 'string' || label['system'] !== undefined)
      continue;
    addCode(ACT_CODE, label['code'], found);
    addCode(CONFIDENTIALITY, label['code'], found);
  }
}

type Sensitivities = readonly Sensitivity[];

const RANGE = /^([A-Z]?)(\d{2,4})-\1(\d{2,4})$/;

const CODES = new Map(
  Object.entries(SENSITIVE_CODES).map(([system, codes]) => [system, byCode(codes)]),
);
const CLASSES = new Map(
  Object.entries(SENSITIVE_CLASSES).map(([system, codes]) => [system, byCode(codes)]),
);
const CLASS_LENGTHS = [3, 4, 5] as const;

function addCode(written: string, code: string, found: Set<Sensitivity>): void {
  const system = systemOf(written);
  const codes = CODES.get(system);
  if (codes !== undefined) return addByCode(system, codes, code, found);
  const classes = CLASSES.get(system);
  if (classes === undefined) return;
  const plain = code.replaceAll('.', '').toUpperCase();
  for (const length of CLASS_LENGTHS)
    if (plain.length >= length) addAll(classes.get(plain.slice(0, length)), found);
}

/** An expression of SNOMED CT is about every concept that it names. */
function addByCode(
  system: string,
  codes: ReadonlyMap<string, Sensitivities>,
  code: string,
  found: Set<Sensitivity>,
): void {
  addAll(codes.get(code), found);
  if (system === SNOMED && /\D/.test(code))
    for (const concept of code.split(/\D+/)) addAll(codes.get(concept), found);
}

function addAll(sensitivities: Sensitivities | undefined, found: Set<Sensitivity>): void {
  for (const sensitivity of sensitivities ?? []) found.add(sensitivity);
}

function byCode(codes: CodesOf): ReadonlyMap<string, Sensitivities> {
  const all = new Map<string, Sensitivity[]>();
  // `as`: the keys of the table
  for (const [sensitivity, text] of Object.entries(codes) as [Sensitivity, string][]) {
    for (const code of text.split(' ').flatMap(eachOf)) {
      const before = all.get(code);
      if (before === undefined) all.set(code, [sensitivity]);
      else if (!before.includes(sensitivity)) before.push(sensitivity);
    }
  }
  return all;
}

/** `F20-F99` is F20, F21 … F99; everything else is itself. */
function eachOf(code: string): readonly string[] {
  const [, letter, from, to] = RANGE.exec(code) ?? [];
  if (letter === undefined || from === undefined || to === undefined) return [code];
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_each, place) => `${letter}${String(Number(from) + place).padStart(from.length, '0')}`,
  );
}

/** Who is treated and who treats: they are not what a record is about. */
const NOT_REFERRED = new Set([
  'Device',
  'Location',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
]);

const REFERENCE = /^([A-Z][A-Za-z]{1,40})\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\/|$)/;

/** Ids of what a resource refers to in its own chart, which may say more. Each once. */
export function referredIds(resource: StoredJson): readonly string[] {
  const ids = new Set<string>();
  collectReferred(resource, ids);
  return [...ids];
}

function collectReferred(value: unknown, ids: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const entry of value) collectReferred(entry, ids);
    return;
  }
  // `as`: an object that is no list
  const object = value as Readonly<Record<string, unknown>>;
  const { reference } = object;
  if (typeof reference === 'string') addReferred(reference, ids);
  for (const member in object)
    if (typeof object[member] === 'object') collectReferred(object[member], ids);
}

function addReferred(reference: string, ids: Set<string>): void {
  const [, type = '', id] = REFERENCE.exec(reference) ?? [];
  if (id !== undefined && !NOT_REFERRED.has(type)) ids.add(id);
}
