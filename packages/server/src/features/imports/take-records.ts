import type { ImportMode, ImportReport, Progress } from '@wardkeep/contract';
import { NOT_TAKEN_MOST } from '@wardkeep/contract';
import { Refusal, type ChartScope } from '../../gate/index.ts';
import {
  faultsOf,
  isNamedAndBornAlike,
  isSame,
  isSamePatient,
  jsonBytesOf,
  keyOf,
  lockChart,
  openExisting,
  readNewestVersions,
  readOwnIds,
  Turns,
  writeKnown,
  type Existing,
  type Known,
  type Written,
} from '../records/index.ts';
import { danglingIn, linksOf, withLinks } from './links.ts';
import { planImport, uuidsIn, type Plan, type PlannedEntry } from './plan-rules.ts';
import { refuseAny } from './refuse-faults.ts';
import { fault, type Fault, type Sent } from './sent-rules.ts';

export interface Taking {
  readonly mode: ImportMode;
  /** What was deleted here comes back. */
  readonly revive: boolean;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * A file's records into one chart, in the scope's transaction.
 * @throws {@link Refusal} for a file that is not one person's, or another's; in `strict` for anything that is wrong.
 */
export async function takeRecords(
  scope: ChartScope,
  sent: Sent,
  taking: Taking,
): Promise<Omit<ImportReport, 'documentId'>> {
  // Nobody else knows of a person who is made right now.
  const isNew = scope.relationship === 'enrolment';
  if (!isNew) await lockChart(scope.tx, scope.personId);
  const plan = await planned(scope, sent, isNew);
  const valid = await validOnes(plan.entries, taking);
  const existing = isNew ? NOTHING : await openExisting(scope, idsOf(valid.kept), 'hide');
  refuseOtherPatient(scope, sent, { kept: valid.kept, existing });
  const allowed = isNew ? none(valid.kept) : await allowedOnes(scope, valid.kept, existing);
  const there = stillThere(allowed.kept, existing, taking);
  const links = await linksOf(scope, [...there.kept, ...there.gone], isNew);
  const linked =
    taking.mode === 'strict'
      ? { kept: there.kept, faults: danglingIn(there.kept, links) }
      : withLinks(there.kept, links);
  const faults = [...sent.faults, ...plan.faults, ...valid.faults, ...allowed.faults];
  if (taking.mode === 'strict') refuseAny([...faults, ...linked.faults]);
  if (isNew) refuseWithoutPatient(linked.kept);
  const written = await writeKnown(scope, linked.kept, existing, taking.onProgress);
  return reportOf(written, [...faults, ...there.faults, ...linked.faults]);
}

interface Sorted {
  readonly kept: readonly PlannedEntry[];
  readonly faults: readonly Fault[];
}

const NOTHING: Existing = new Map();

function none(kept: readonly PlannedEntry[]): Sorted {
  return { kept, faults: [] };
}

async function planned(scope: ChartScope, sent: Sent, isNew: boolean): Promise<Plan> {
  const { personId } = scope;
  const own = isNew
    ? new Map<string, { readonly type: string }>()
    : await ownOnes(scope, uuidsIn(sent.entries));
  const plan = planImport(sent.entries, {
    patientId: personId,
    own,
    forEntry: (type, fullUrl) => scope.resourceId(type, fullUrl),
  });
  if (plan.secondPatient === undefined) return plan;
  throw new Refusal(
    'validation_failed',
    'The file holds the records of several people. Nothing was stored; send one person’s at a time.',
    {
      errors: [
        {
          path: plan.secondPatient,
          message: 'is a second Patient: one file holds the records of one person',
        },
      ],
    },
  );
}

/** What the caller does not see is nobody's to them: its id is told apart from none that is made up. */
async function ownOnes(
  scope: ChartScope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly type: string }>> {
  if (scope.view.kind === 'full') return readNewestVersions(scope.tx, scope.personId, ids);
  const seen = await openExisting(scope, ids, 'hide');
  return new Map([...seen.values()].map(({ id, type }) => [id, { type }]));
}

const TOLD_EACH = 500;
const RESOURCE_BYTES_MOST = 1024 * 1024;
/** What is stored here already may have grown by ids and references, and comes back as it is. */
const STRICT_BYTES_MOST = RESOURCE_BYTES_MOST + 64 * 1024;

/** What base R4 says against them. In turns, so that others who ask are answered in between. */
async function validOnes(
  entries: readonly PlannedEntry[],
  { mode, onProgress }: Taking,
): Promise<Sorted> {
  const kept: PlannedEntry[] = [];
  const faults: Fault[] = [];
  const most = mode === 'strict' ? STRICT_BYTES_MOST : RESOURCE_BYTES_MOST;
  const turns = new Turns();
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && index % TOLD_EACH === 0)
      onProgress({ phase: 'checking', done: index, total: entries.length });
    // Before what takes longer the more there is.
    const size = jsonBytesOf(entry.resource);
    const pause = turns.after(size);
    if (pause) await pause;
    if (size > most) {
      faults.push(
        fault(entry.path, 'too_large', 'must be at most 1 MiB: attach large content as a document'),
      );
      continue;
    }
    const found = faultsOf(entry.resource, entry.path);
    if (found.length > 0)
      // All of them where they refuse the file; one says enough of a resource that is left out.
      for (const { path, message, issue } of mode === 'strict' ? found : found.slice(0, 1))
        faults.push({
          ...fault(entry.path, 'invalid', message),
          element: path,
          ...(issue === undefined ? {} : { issue }),
        });
    else kept.push(entry);
  }
  return { kept, faults };
}

function idsOf(entries: readonly PlannedEntry[]): readonly string[] {
  return entries.map(({ id }) => id);
}

/** @throws {@link Refusal} `chart_belongs_to_another`; `validation_failed` where whose file it is can't be told. */
function refuseOtherPatient(
  { view }: ChartScope,
  { entries }: Sent,
  { kept, existing }: { readonly kept: readonly PlannedEntry[]; readonly existing: Existing },
): void {
  const patient = kept.find(({ type }) => type === 'Patient');
  const isSent = entries.some(({ resource }) => resource.resourceType === 'Patient');
  if (patient === undefined && isSent && view.kind !== 'full')
    throw new Refusal(
      'validation_failed',
      'The Patient of the file is not valid, so whose records these are can’t be told. Nothing was stored.',
    );
  const stored = patient && existing.get(keyOf(patient))?.resource;
  if (patient === undefined || stored === undefined) return;
  // Whose chart it is corrects their own name and birth date; others have found the chart by what families share.
  const isTheirs =
    view.kind === 'full' ||
    isSame(stored, patient.resource) ||
    isNamedAndBornAlike(stored, patient.resource);
  if (isTheirs && isSamePatient(stored, patient.resource)) return;
  throw new Refusal(
    'chart_belongs_to_another',
    'This file is about another person than this chart: its Patient has another name or birth date, or no identifier of the chart’s. Import it into that person’s own chart.',
  );
}

/** What the caller neither sees nor may write is left out; what is there already, the same, is nobody's change. */
async function allowedOnes(
  scope: ChartScope,
  entries: readonly PlannedEntry[],
  existing: Existing,
): Promise<Sorted> {
  const { tx, personId, view } = scope;
  // What is new in a chart that is the writer's own needs no look.
  if (view.kind === 'full' && existing.size === 0) return none(entries);
  const owned =
    view.kind === 'full' ? new Set<string>() : await readOwnIds(tx, personId, idsOf(entries));
  const isAllowed = (entry: PlannedEntry): boolean => {
    const known = existing.get(keyOf(entry));
    if (known !== undefined && !mayChange(entry, known)) return false;
    if (view.kind === 'full') return true;
    if (known === undefined) return !owned.has(entry.id) && view.mayWrite(entry.type);
    if (known.state === 'deleted') return view.mayWrite(entry.type);
    if (known.resource === undefined) return false;
    return view.mayWrite(entry.type) || isSame(known.resource, entry.resource);
  };
  const why = 'is not yours to write here, or something is there that you do not see';
  const refused = new Set(entries.filter((entry) => !isAllowed(entry)));
  return {
    kept: entries.filter((entry) => !refused.has(entry)),
    faults: [...refused].map(({ path }) => fault(path, 'out_of_scope', why)),
  };
}

/** What the server itself says of a chart is changed where it is decided. */
function mayChange({ type, resource }: PlannedEntry, known: Known): boolean {
  if (type !== 'Consent' && type !== 'AuditEvent') return true;
  return known.resource !== undefined && isSame(known.resource, resource);
}

/** What somebody has deleted here stays so. */
function stillThere(
  entries: readonly PlannedEntry[],
  existing: Existing,
  { revive }: Taking,
): Sorted & { readonly gone: readonly PlannedEntry[] } {
  const isGone = (entry: PlannedEntry): boolean =>
    !revive && existing.get(keyOf(entry))?.state === 'deleted';
  const gone = entries.filter(isGone);
  const why = 'was deleted in this chart, and stays so unless you ask for it';
  return {
    kept: gone.length === 0 ? entries : entries.filter((entry) => !isGone(entry)),
    gone,
    faults: gone.map(({ path }) => fault(path, 'deleted_here', why)),
  };
}

/** Nobody would find the chart again. */
function refuseWithoutPatient(entries: readonly PlannedEntry[]): void {
  if (entries.some(({ type }) => type === 'Patient')) return;
  throw new Refusal(
    'validation_failed',
    'The Patient can’t be taken, and without them there is no chart. Nothing was stored.',
  );
}

function reportOf(
  written: readonly Written[],
  faults: readonly Fault[],
): Omit<ImportReport, 'documentId'> {
  const byType: Record<string, number> = {};
  for (const { type } of written) byType[type] = (byType[type] ?? 0) + 1;
  const unchanged = written.filter(({ change }) => change === 'unchanged').length;
  return {
    imported: written.length - unchanged,
    unchanged,
    byType,
    notTakenCount: faults.length,
    notTaken: faults
      .slice(0, NOT_TAKEN_MOST)
      .map(({ where, element, code, why }) => ({ where: element ?? where, code, why })),
  };
}
