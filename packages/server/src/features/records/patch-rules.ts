import { applyPatch, type Operation } from 'rfc6902';
import { Refusal } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';

/** What copies may add in all: a copy of a copy of a copy grows without end. */
const COPIED_CHARACTERS_MOST = 1024 * 1024;

/**
 * A JSON Patch (RFC 6902) on a resource, which stays as it is: the answer is another one. The first operation that can't be
 * done ends it.
 * @param at - Where the patch stands in the request, for what is said about it.
 * @throws {@link Refusal} `patch_conflict` when a place is not there or a test fails, `validation_failed` when the patch
 * itself is wrong, or makes another resource of it.
 */
export function patched(resource: StoredJson, patch: readonly unknown[], at: string): StoredJson {
  const copy = structuredClone(resource);
  let copied = 0;
  for (const [index, sent] of patch.entries()) {
    const path = `${at}[${index}]`;
    const operation = operationOf(sent, path);
    if (!fits(copy, operation)) throw conflict(path, 'names a place that is not there');
    if (operation.op === 'copy') copied += JSON.stringify(valueAt(copy, operation.from)).length;
    if (copied > COPIED_CHARACTERS_MOST) throw wrong(path, 'copies more than 1 MiB', 'too-long');
    const [error] = applyPatch(copy, [operation]);
    if (error !== null && error !== undefined)
      throw conflict(path, operation.op === 'test' ? 'tests for another value' : 'does not fit');
  }
  if (copy.resourceType !== resource.resourceType || copy['id'] !== resource['id'])
    throw wrong(at, 'must leave resourceType and id as they are', 'invariant');
  return copy;
}

function operationOf(sent: unknown, path: string): Operation {
  if (!isOperation(sent)) throw wrong(path, 'must be an operation of RFC 6902', 'structure');
  if ('value' in sent) refuseUnsafe(sent.value, path);
  return sent;
}

const VALUE_DEPTH = 100;

/** A member of this name would become another prototype in the library's hands. Without recursion: nobody has looked at it yet. */
function refuseUnsafe(value: unknown, path: string): void {
  const left: { readonly each: unknown; readonly depth: number }[] = [{ each: value, depth: 1 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { each, depth } = next;
    if (typeof each !== 'object' || each === null) continue;
    if (depth > VALUE_DEPTH) throw wrong(path, 'is nested more than 100 levels deep', 'structure');
    if (Object.hasOwn(each, '__proto__'))
      throw wrong(path, 'must hold no member named __proto__', 'structure');
    for (const member of Object.values(each)) left.push({ each: member, depth: depth + 1 });
  }
}

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
/** RFC 6902 §4.3: the root can be replaced, and would then be another resource. */
const WITH_VALUE = new Set(['add', 'replace', 'test']);

function isOperation(sent: unknown): sent is Operation {
  if (typeof sent !== 'object' || sent === null) return false;
  const { op, path, from } = sent as Readonly<Record<string, unknown>>; // members are looked at one by one
  const isPointer = (text: unknown): boolean => typeof text === 'string' && POINTER.test(text);
  if (!isPointer(path) || path === '') return false;
  if (op === 'copy' || op === 'move') return isPointer(from) && from !== '';
  return op === 'remove' || (WITH_VALUE.has(String(op)) && 'value' in sent);
}

/** What the library is lenient about: a place beyond the end of a list, or inherited from the language. */
function fits(resource: StoredJson, operation: Operation): boolean {
  // RFC 6902 §4.4: nothing moves into itself.
  if (operation.op === 'move' && operation.path.startsWith(`${operation.from}/`)) return false;
  if (operation.op === 'move' || operation.op === 'copy')
    return isThere(resource, operation.from) && isFree(resource, operation.path);
  return operation.op === 'add'
    ? isFree(resource, operation.path)
    : isThere(resource, operation.path);
}

function isThere(resource: StoredJson, path: string): boolean {
  return valueAt(resource, path) !== undefined;
}

/** Whether something can be added there: next to or in place of what is. */
function isFree(resource: StoredJson, path: string): boolean {
  const parent = valueAt(resource, path.slice(0, path.lastIndexOf('/')));
  const key = path.slice(path.lastIndexOf('/') + 1);
  if (!Array.isArray(parent))
    return typeof parent === 'object' && parent !== null && !isUnsafe(key);
  return key === '-' || (INDEX.test(key) && Number(key) <= parent.length);
}

function valueAt(resource: unknown, path: string): unknown {
  let here: unknown = resource;
  for (const token of path.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    if (isUnsafe(key) || (Array.isArray(here) && !INDEX.test(key))) return undefined;
    // Object.hasOwn has just shown that the member is there.
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** Names that the library passes over; FHIR has none of them. */
function isUnsafe(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

function conflict(path: string, message: string): Refusal {
  return new Refusal(
    'patch_conflict',
    'The patch does not fit what is there. Nothing was changed; read it again.',
    { errors: [{ path, message, issue: 'conflict' }] },
  );
}

function wrong(path: string, message: string, issue: string): Refusal {
  return new Refusal('validation_failed', 'The patch is not as it must be. Nothing was changed.', {
    errors: [{ path, message, issue }],
  });
}
