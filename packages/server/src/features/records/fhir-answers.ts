import { FhirAnswer, type ChartScope, type FhirHeaders } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { etagOf, returnedOf, type Returned } from './fhir-header-rules.ts';
import { readRecord } from './record-store.ts';
import type { Ran } from './run-entries.ts';

export interface Answering {
  readonly headers: FhirHeaders;
  /** The address under which the FHIR routes are: `https://…/fhir/R4`. */
  readonly base: string;
}

export function fhirBase(publicUrl: () => string): string {
  return `${publicUrl().replace(/\/$/, '')}/fhir/R4`;
}

/** What became of what was sent, wherever it is. */
export type Done = Omit<Ran, 'entry'>;

/** What a write into a chart answers by itself. */
export function writeAnswer(
  scope: ChartScope,
  ran: Ran,
  answering: Answering,
): Promise<FhirAnswer> {
  return answerTo(ran, { ...answering, now: scope.now, seen: () => asSeen(scope, ran) });
}

interface Answerer extends Answering {
  readonly now: Date;
  /** What was written, as the caller sees it. */
  readonly seen: () => Promise<StoredJson>;
}

/** What a write answers by itself (https://hl7.org/fhir/R4/http.html#create). */
export async function answerTo(
  ran: Done,
  { headers, base, now, seen }: Answerer,
): Promise<FhirAnswer> {
  const returned = returnedOf(headers) ?? 'representation';
  const versioned = versionHeaders({ now }, ran);
  if (ran.did === 'deleted' || ran.did === 'nothing')
    return returned === 'OperationOutcome'
      ? new FhirAnswer(200, outcomeOf(ran), versioned)
      : new FhirAnswer(204, undefined, versioned);
  const location = `${base}/${ran.type}/${ran.id}/_history/${ran.version}`;
  const body = await returnedBody(ran, returned, seen);
  return new FhirAnswer(statusOf(ran), body, { ...versioned, location });
}

/** What an entry of a Bundle answers (https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.response). */
export async function responseEntry(
  scope: ChartScope,
  ran: Ran,
  { headers, base }: Answering,
): Promise<object> {
  const returned = returnedOf(headers) ?? 'minimal';
  const status = ran.did === 'deleted' || ran.did === 'nothing' ? 204 : statusOf(ran);
  const { type, id, version } = ran;
  const outcome = returned === 'OperationOutcome' ? { outcome: outcomeOf(ran) } : {};
  const response = {
    status: STATUS_TEXT[status],
    ...(version === undefined || status === 204
      ? {}
      : { location: `${type}/${id}/_history/${version}` }),
    ...(version === undefined ? {} : { etag: etagOf(version) }),
    ...(version === undefined ? {} : { lastModified: lastUpdated(scope, ran).toISOString() }),
    ...outcome,
  };
  if (returned !== 'representation' || status === 204) return { response };
  const resource = await asSeen(scope, ran);
  return { fullUrl: `${base}/${type}/${id}`, resource, response };
}

const STATUS_TEXT = { 200: '200 OK', 201: '201 Created', 204: '204 No Content' } as const;

function statusOf({ did }: Done): 200 | 201 {
  return did === 'created' ? 201 : 200;
}

type Now = Pick<ChartScope, 'now'>;

function versionHeaders(scope: Now, ran: Done): Record<string, string> {
  return ran.version === undefined ? {} : recordHeaders(ran.version, lastUpdated(scope, ran));
}

function lastUpdated({ now }: Now, { updatedAt }: Done): Date {
  return updatedAt ?? now;
}

/** Of one version of a record. */
export function recordHeaders(version: number, updatedAt: Date): Record<string, string> {
  return { etag: etagOf(version), 'last-modified': updatedAt.toUTCString() };
}

async function returnedBody(
  ran: Done,
  returned: Returned,
  seen: Answerer['seen'],
): Promise<object | undefined> {
  if (returned === 'minimal') return undefined;
  return returned === 'OperationOutcome' ? outcomeOf(ran) : seen();
}

/** What was written, as the caller sees it from now on; where they don't, only which it is. */
async function asSeen(scope: ChartScope, ran: Done): Promise<StoredJson> {
  const { type = '', id = '', version } = ran;
  if (scope.view.kind === 'full' && ran.resource !== undefined) return ran.resource;
  const record = await readRecord(scope.tx, scope.personId, type, id);
  if (record === undefined) throw new Error('a record that was just written is not there');
  const [seen] = await scope.see([record]);
  const meta = { versionId: String(version), lastUpdated: lastUpdated(scope, ran).toISOString() };
  return seen?.resource ?? { resourceType: type, id, meta };
}

function outcomeOf({ did }: Done): object {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', diagnostics: DONE[did] }],
  };
}

const DONE: Readonly<Record<Ran['did'], string>> = {
  created: 'Created.',
  updated: 'Updated.',
  unchanged: 'Nothing was changed: it is the same.',
  deleted: 'Deleted. What it said stays in its history.',
  kept: 'Nothing was made: it is there already.',
  nothing: 'There is nothing to delete.',
  read: 'Read.',
};
