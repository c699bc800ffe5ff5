import { randomUUID } from 'node:crypto';
import {
  Refusal,
  isTombstone,
  refusal,
  tombstone,
  type DirectoryScope,
  type FhirHeaders,
} from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { directoryPlace } from '../../db/sealed-columns.ts';
import { openEntry, openPresent, type OpenedEntry } from './directory-entries.ts';
import { countEntries, insertEntry, lockDirectory, readEntriesById } from './directory-store.ts';
import type { Done } from './fhir-answers.ts';
import { ifMatchOf, refuseOtherVersion } from './fhir-header-rules.ts';
import { refuseInvalid } from './fhir-validity.ts';
import { keyOf } from './open-existing.ts';
import { UUID } from './owner-of-record.ts';
import { patched } from './patch-rules.ts';
import { ERRORS_MOST, rewriteReferences, type ReferenceContext } from './reference-rules.ts';
import { refuseTooLarge } from './resource-size.ts';
import { wholeOf } from './write-records.ts';

/** Of one type, in one organisation, with those that were deleted: what a search opens at most. */
export const ENTRIES_OF_TYPE_MOST = 10_000;

interface Address {
  readonly type: string;
  readonly id: string;
}

/**
 * A new record, in a directory that is locked.
 * @throws {@link Refusal} `validation_failed`, also where the directory is full; `unresolved_reference`.
 */
export async function addEntry(
  scope: DirectoryScope,
  organisationId: string,
  resource: StoredJson,
): Promise<Done> {
  const type = resource.resourceType;
  if ((await countEntries(scope.tx, organisationId, type)) >= ENTRIES_OF_TYPE_MOST)
    throw full(type);
  return { ...(await write(scope, organisationId, { resource, version: 1 })), did: 'created' };
}

/** The next version of what is there; what was deleted comes back. */
export async function replaceEntry(
  scope: DirectoryScope,
  address: Address,
  { resource, ifMatch }: { readonly resource: StoredJson } & Pick<FhirHeaders, 'ifMatch'>,
): Promise<Done> {
  const known = await lockedEntry(scope, address);
  const isThere = refuseAnother(known, ifMatch);
  const next = { resource, id: known.id, version: known.version + 1 };
  const done = await write(scope, known.organisationId, next);
  return { ...done, did: isThere ? 'updated' : 'created' };
}

export async function patchEntry(
  scope: DirectoryScope,
  address: Address,
  { patch, ifMatch }: { readonly patch: readonly unknown[] } & Pick<FhirHeaders, 'ifMatch'>,
): Promise<Done> {
  const known = await lockedEntry(scope, address);
  if (!refuseAnother(known, ifMatch))
    throw new Refusal('gone', 'This record was deleted. Nothing was changed.');
  const resource = patched(known.resource, patch, 'patch');
  const next = { resource, id: known.id, version: known.version + 1 };
  return { ...(await write(scope, known.organisationId, next)), did: 'updated' };
}

/** Out of every search. What it said stays in its history; what refers to it is not looked for. */
export async function deleteEntry(
  scope: DirectoryScope,
  address: Address,
  { ifMatch }: Pick<FhirHeaders, 'ifMatch'>,
): Promise<Done> {
  const known = await lockedEntry(scope, address);
  if (!refuseAnother(known, ifMatch)) return { ...address, did: 'nothing', version: known.version };
  const { organisationId } = known;
  const entry = { organisationId, ...address, version: known.version + 1, writtenAt: scope.now };
  const sealed = scope.gate.sealing.seal(directoryPlace(entry), tombstone(scope.now));
  scope.wrote(entryOf(entry), sealed);
  await insertEntry(scope.tx, { ...entry, sealed });
  return { ...address, version: entry.version, did: 'deleted' };
}

/** Whose directory something new is for. @throws {@link Refusal} `validation_failed` for one of several. */
export function theOrganisation({ organisationIds }: DirectoryScope): string {
  const [first, second] = organisationIds;
  if (first === undefined) throw refusal('not_found');
  if (second === undefined) return first;
  throw new Refusal('validation_failed', 'You work in several organisations. Say whose it is.', {
    errors: [
      {
        path: '_organization',
        message: 'must be the id of the organisation, in the address: ?_organization=<id>',
        issue: 'required',
      },
    ],
  });
}

/** As it is once nobody else writes, also when it was deleted. @throws {@link Refusal} `not_found`. */
async function lockedEntry(scope: DirectoryScope, { type, id }: Address): Promise<OpenedEntry> {
  const { tx, gate, organisationIds } = scope;
  for (const organisationId of organisationIds) await lockDirectory(tx, organisationId);
  const found = await readEntriesById(tx, organisationIds, [id]);
  const entry = found.find((each) => each.type === type);
  if (entry === undefined) throw refusal('not_found');
  return openEntry(gate, entry);
}

/** @returns whether it is there, and not deleted. @throws {@link Refusal} `precondition_failed` for another version. */
function refuseAnother({ resource, version }: OpenedEntry, ifMatch: string | undefined): boolean {
  const isThere = !isTombstone(resource);
  refuseOtherVersion(ifMatchOf(ifMatch), isThere ? version : -1);
  return isThere;
}

interface Next {
  readonly resource: StoredJson;
  /** Of what is there; a new one is made. */
  readonly id?: string;
  readonly version: number;
}

async function write(
  scope: DirectoryScope,
  organisationId: string,
  { resource, id = randomUUID(), version }: Next,
): Promise<Omit<Done, 'did'>> {
  const type = resource.resourceType;
  const linked = await linkedHere(scope, organisationId, resource);
  refuseInvalid(linked, type);
  const whole = wholeOf(scope, { id, version, resource: linked });
  const entry = { organisationId, type, id, version, writtenAt: scope.now };
  const sealed = scope.gate.sealing.seal(directoryPlace(entry), whole);
  refuseTooLarge({ sealed }, type);
  scope.wrote(entryOf(entry), sealed);
  await insertEntry(scope.tx, { ...entry, sealed });
  return { type, id, version, resource: whole };
}

/**
 * What a directory refers to is in it, or on another server: never in a chart.
 * @throws {@link Refusal} `unresolved_reference`.
 */
async function linkedHere(
  { tx, gate }: DirectoryScope,
  organisationId: string,
  resource: StoredJson,
): Promise<StoredJson> {
  const context = { targets: new Map(), unresolved: [], invalid: [], outside: [] };
  const into: ReferenceContext = context;
  const linked = rewriteReferences(resource, resource.resourceType, into);
  if (into.invalid.length > 0)
    throw new Refusal('validation_failed', 'The resource is not as FHIR R4 asks.', {
      errors: into.invalid,
    });
  const ids = into.outside.map(({ id }) => id).filter((id) => UUID.test(id));
  const found = openPresent(gate, await readEntriesById(tx, [organisationId], ids));
  const there = new Set(found.map(keyOf));
  const missing = into.outside.filter((each) => !there.has(keyOf(each)));
  const errors = [...into.unresolved, ...missing.map(nothingHere)].slice(0, ERRORS_MOST);
  if (errors.length === 0) return linked;
  throw new Refusal('unresolved_reference', 'Some references lead nowhere. Nothing was stored.', {
    errors,
  });
}

function nothingHere({ path }: { readonly path: string }) {
  return { path, message: 'names nothing in this organisation’s directory' };
}

function entryOf({ type, id, version }: Address & { readonly version: number }) {
  return { type, id, version };
}

function full(type: string): Refusal {
  return new Refusal('validation_failed', 'This directory is full. Nothing was stored.', {
    errors: [
      {
        path: type,
        message: `must be at most ${ENTRIES_OF_TYPE_MOST} of an organisation, with those that were deleted`,
        issue: 'too-costly',
      },
    ],
  });
}
