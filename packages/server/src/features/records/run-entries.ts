import type { Progress } from '@wardkeep/contract';
import {
  Refusal,
  outOfScope,
  refusal,
  type ChartScope,
  type FieldError,
} from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { DIRECTORY_TYPES } from './chart-required-rules.ts';
import { referencesOf } from './directory-references.ts';
import type { Entry } from './entry-rules.ts';
import { ifMatchOf, refuseOtherVersion } from './fhir-header-rules.ts';
import { refuseInvalid } from './fhir-validity.ts';
import { keyOf, openExisting, type Existing, type Known } from './open-existing.ts';
import { patched } from './patch-rules.ts';
import { lockChart } from './record-store.ts';
import { ERRORS_MOST, rewriteReferences, type ReferenceContext } from './reference-rules.ts';
import { refuseDangling } from './refuse-dangling.ts';
import { sizeOrRefuse } from './resource-size.ts';
import {
  CONDITIONAL_REFERENCE,
  pathOf,
  resolveEntries,
  resolveReferences,
  type Step,
} from './resolve-entries.ts';
import { patientNamedBy } from './subject-rules.ts';
import { Turns } from './turns.ts';
import { deleteRecord, writeKnown, type ToWrite, type Written } from './write-records.ts';

/** What became of an entry; `read` is left to be answered when everything is written. */
export interface Ran {
  readonly entry: Entry;
  readonly did: 'created' | 'updated' | 'unchanged' | 'deleted' | 'kept' | 'nothing' | 'read';
  readonly type?: string;
  readonly id?: string;
  readonly version?: number;
  /** As it is stored now, of what was written. */
  readonly resource?: StoredJson;
  /** Of what was left as it is; what was written, was written now. */
  readonly updatedAt?: Date;
}

interface Running {
  readonly onProgress: (progress: Progress) => void;
  /** The address of the FHIR routes. */
  readonly base: string;
}

/**
 * All of them or none, in the scope's transaction and in FHIR's order: deletions, creations, changes
 * (https://hl7.org/fhir/R4/http.html#trules). Answers in the order in which they came.
 * @throws {@link Refusal} `validation_failed`, `unresolved_reference`, `precondition_failed`, `patch_conflict`, `not_found`
 * and `gone` with the path of the entry; `not_supported` for what FHIR's addresses don't change; and as `writeRecords`.
 */
export async function runEntries(
  scope: ChartScope,
  entries: readonly Entry[],
  { onProgress, base }: Running,
): Promise<readonly Ran[]> {
  if (entries.some(isCompared)) await lockChart(scope.tx, scope.personId);
  const steps = await resolveEntries(scope, entries);
  for (const step of steps) refuseOwn(step);
  const existing = await openExisting(scope, idsThere(scope, steps), 'hide');
  const changes = steps.flatMap((step) => changeOf(scope, step, existing));
  const targets = targetsOf(steps);
  const kept = referencesBefore(changes, existing);
  const written = await withReferences(scope, changes, {
    targets,
    gone: goneIn(steps),
    kept,
    base,
  });
  await refuseWrong(written);
  const done = new Map<string, Written>();
  const keep = (each: Written): void => void done.set(keyOf(each), each);
  for (const step of steps)
    if (step.does === 'delete') {
      const known = knownOf(step, existing);
      if (known !== undefined) keep(await deleteRecord(scope, known));
    }
  (await writeKnown(scope, written, existing, onProgress)).forEach(keep);
  return steps.map((step) => ran(step, done, existing));
}

/** What is only added has an id that nothing has: it waits for nobody. */
function isCompared(entry: Entry): boolean {
  return entry.method !== 'POST' || entry.ifNoneExist !== undefined || entry.type === 'Patient';
}

/** What the server itself says of a chart is changed where it is decided. */
const NOT_BY_FHIR: ReadonlySet<string> = new Set(['Consent', 'AuditEvent']);

function refuseOwn(step: Step): void {
  const changes = step.does === 'update' || step.does === 'patch' || step.does === 'delete';
  if (!changes || !NOT_BY_FHIR.has(step.type)) return;
  throw new Refusal('not_supported', 'What says who may see a chart is not changed here.', {
    errors: [{ path: pathOf(step.entry), message: `a ${step.type} can be read and added only` }],
  });
}

function idsThere({ personId }: ChartScope, steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => {
    if (!('id' in step)) return [];
    // What is created has an id that nothing has, but for the chart's one Patient.
    return step.does === 'create' && step.id !== personId ? [] : [step.id].filter(isUuid);
  });
}

function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** What is there to be changed. @throws {@link Refusal} `not_found` for what is not, `precondition_failed` for another version. */
function knownOf(
  step: Extract<Step, { readonly ifMatch: unknown }>,
  existing: Existing,
): Known | undefined {
  const known = existing.get(keyOf(step));
  const path = pathOf(step.entry);
  // Sent alone it answers as for an id that nobody has: that one is there and hidden is not told.
  if (known === undefined) throw step.entry.path === '' ? refusal('not_found') : notThere(path);
  const ifMatch = ifMatchOf(step.ifMatch, path);
  if (known.state === 'current') {
    // Who sees another record than the stored one changes none.
    if (known.resource === undefined) throw outOfScope();
    refuseOtherVersion(ifMatch, known.version, path);
    return known;
  }
  if (ifMatch !== undefined) refuseOtherVersion(ifMatch, -1, path);
  return undefined;
}

function notThere(path: string): Refusal {
  return new Refusal('not_found', 'There is no such record in this chart. Nothing was changed.', {
    errors: [
      { path, message: 'names no record of this chart: ids are made here', issue: 'not-found' },
    ],
  });
}

function changeOf(scope: ChartScope, step: Step, existing: Existing): readonly ToWrite[] {
  const { at } = step.entry;
  switch (step.does) {
    case 'create': {
      const { type, id, resource } = step;
      return [{ type, id, path: at, resource, isNew: id !== scope.personId }];
    }
    case 'update': {
      const { type, id, resource } = step;
      // The person is there before anybody has written their Patient.
      const isFirst = id === scope.personId && !existing.has(keyOf(step));
      if (!isFirst) knownOf(step, existing);
      return [{ type, id, path: at, resource, always: true }];
    }
    case 'patch': {
      const known = knownOf(step, existing);
      if (known?.resource === undefined)
        throw new Refusal('gone', 'This record was deleted. Nothing was changed.');
      const resource = patched(known.resource, step.patch, step.entry.path === '' ? 'patch' : at);
      return [{ type: step.type, id: step.id, path: at, resource, always: true }];
    }
    case 'delete':
      // Looked at now: all that is wrong is said before anything is written.
      knownOf(step, existing);
      return [];
    default:
      return [];
  }
}

/** From each entry's fullUrl, and from the `Type/id` at its end, to where it is now. */
function targetsOf(steps: readonly Step[]): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const errors: FieldError[] = [];
  for (const step of steps) {
    const { fullUrl, path } = step.entry;
    if (fullUrl === undefined || !('id' in step)) continue;
    if (targets.has(fullUrl))
      errors.push({ path: `${path}.fullUrl`, message: 'is the same as an earlier entry’s' });
    targets.set(fullUrl, keyOf(step));
    const relative = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1];
    if (relative !== undefined) targets.set(relative, keyOf(step));
  }
  refuseFound('validation_failed', errors);
  return targets;
}

function goneIn(steps: readonly Step[]): ReadonlySet<string> {
  return new Set(steps.flatMap((step) => (step.does === 'delete' ? [keyOf(step)] : [])));
}

/**
 * What these records refer to in a directory as they are now. It stays there whoever changes the rest of the record: a
 * directory is not everybody's to see.
 */
function referencesBefore(changes: readonly ToWrite[], existing: Existing): ReadonlySet<string> {
  const before = changes.flatMap((each) => existing.get(keyOf(each))?.resource ?? []);
  const referred = before.flatMap((resource) => referencesOf(resource));
  return new Set(referred.filter(({ type }) => DIRECTORY_TYPES.has(type)).map(keyOf));
}

interface Linking {
  readonly targets: ReadonlyMap<string, string>;
  /** `type/id` of what is deleted. */
  readonly gone: ReadonlySet<string>;
  /** `type/id` of what is referred to already. */
  readonly kept: ReadonlySet<string>;
  /** The address of the FHIR routes: what is named below it is here. */
  readonly base: string;
}

async function withReferences(
  scope: ChartScope,
  changes: readonly ToWrite[],
  { targets, gone, kept, base }: Linking,
): Promise<readonly ToWrite[]> {
  const conditional = new Map<string, string>();
  const context: ReferenceContext = {
    targets,
    base,
    unresolved: [],
    invalid: [],
    outside: [],
    conditional: { is: (text) => CONDITIONAL_REFERENCE.test(text), found: conditional },
  };
  const rewrite = (each: ToWrite, into: ReferenceContext): ToWrite => ({
    ...each,
    resource: rewriteReferences(each.resource, each.path, into),
  });
  let written = changes.map((each) => rewrite(each, context));
  refuseFound('validation_failed', context.invalid);
  if (conditional.size > 0) {
    const found = await resolveReferences(scope, conditional, { written, gone });
    const again = { targets: found, unresolved: [], invalid: [], outside: [] };
    written = written.map((each) =>
      rewrite(each, { ...context, ...again, conditional: undefined }),
    );
  }
  refuseFound('unresolved_reference', context.unresolved);
  for (const each of written) refuseOtherPerson(scope, each);
  const here = new Set(written.map(keyOf));
  const outside = context.outside.filter(
    (each) => !here.has(keyOf(each)) && !kept.has(keyOf(each)),
  );
  await refuseDangling(scope, outside, gone);
  return written;
}

/** What costs little is looked at first. Of many, others who ask are answered in between. */
async function refuseWrong(written: readonly ToWrite[]): Promise<void> {
  const sizes = written.map(({ path, resource }) => sizeOrRefuse(resource, path));
  const turns = new Turns();
  for (const [index, { path, resource }] of written.entries()) {
    // One alone may share its transaction with others: they would wait too.
    const pause = index > 0 && turns.after(sizes[index] ?? 0);
    if (pause) await pause;
    refuseInvalid(resource, path);
  }
}

/** A record stays in the chart of whom it is about. */
function refuseOtherPerson({ personId }: ChartScope, { resource, path }: ToWrite): void {
  const named = patientNamedBy(resource);
  if (named === undefined || named === personId) return;
  refuseFound('unresolved_reference', [
    { path, message: 'is about another person than this chart', issue: 'invalid' },
  ]);
}

function refuseFound(
  code: 'validation_failed' | 'unresolved_reference',
  errors: readonly FieldError[],
): void {
  if (errors.length === 0) return;
  throw new Refusal(code, DETAIL[code], { errors: errors.slice(0, ERRORS_MOST) });
}

function ran(step: Step, done: ReadonlyMap<string, Written>, existing: Existing): Ran {
  const { entry } = step;
  if (step.does === 'read' || step.does === 'nothing') return { entry, did: step.does };
  const { type, id } = step;
  const known = existing.get(keyOf(step));
  const written = done.get(keyOf(step));
  if (written !== undefined) return { entry, did: written.change, ...written };
  const did = step.does === 'keep' ? 'kept' : 'nothing';
  return { entry, did, type, id, ...(known === undefined ? {} : stateOf(known)) };
}

function stateOf({ version, resource, updatedAt }: Known): Partial<Ran> {
  return {
    version,
    ...(resource === undefined ? {} : { resource }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

const DETAIL = {
  validation_failed: 'What was sent is not as FHIR R4 asks. Nothing was stored.',
  unresolved_reference: 'Some references lead nowhere. Nothing was stored.',
} as const;

/** Of a resource that was sent alone. */
export function alone(resource: StoredJson): Pick<Entry, 'path' | 'at' | 'fullUrl'> {
  return { path: '', at: resource.resourceType, fullUrl: undefined };
}
