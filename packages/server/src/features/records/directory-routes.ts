import {
  createResource,
  deleteResource,
  patchResource,
  readHistory,
  readResource,
  readVersion,
  searchResources,
  searchResourcesByForm,
  updateResource,
  type SearchParameters,
} from '@wardkeep/contract';
import {
  FhirAnswer,
  directoryRoute,
  eitherRoute,
  isTombstone,
  refusal,
  type Apart,
  type DirectoryScope,
  type FhirHeaders,
  type Route,
  type UntrustedRequest,
} from '../../gate/index.ts';
import type { Tx } from '../../db/tx.ts';
import { refuseOtherAddress } from './change-record.ts';
import { DIRECTORY_TYPES } from './chart-required-rules.ts';
import { refuseOtherType } from './create-record.ts';
import { openEntry } from './directory-entries.ts';
import { findDirectory, lockDirectory, readEntryVersions } from './directory-store.ts';
import { readQuery } from './entry-rules.ts';
import { answerTo, type Done } from './fhir-answers.ts';
import { at, text } from './fhir-path-rules.ts';
import { handlingOf } from './fhir-header-rules.ts';
import { UUID } from './owner-of-record.ts';
import { historyBundle, versionAnswer, versionIn } from './read-history.ts';
import { goneAway, readAnswer } from './read-record.ts';
import { findConditionally, organisationsNamed, searchDirectory } from './search-directory.ts';
import { textOf } from './search-text-rules.ts';
import {
  addEntry,
  deleteEntry,
  patchEntry,
  replaceEntry,
  theOrganisation,
} from './write-directory.ts';

/** The routes of charts, each with the one that serves the same address for an organisation's directory. */
export function withDirectory(chart: readonly Route[], base: () => string): readonly Route[] {
  const ofOne = [readOne, readOneVersion, readOneHistory(base), ...changes(base)];
  const ofType = [create(base), search(base), searchByForm(base)];
  const sameAs = (routes: readonly Route[], { endpoint }: Route): Route | undefined =>
    routes.find((each) => each.endpoint === endpoint);
  return chart.map((route) => {
    const [one, type] = [sameAs(ofOne, route), sameAs(ofType, route)];
    if (one !== undefined) return eitherRoute({ chart: route, directory: one }, isEntry);
    return type === undefined
      ? route
      : eitherRoute({ chart: route, directory: type }, isAboutDirectory);
  });
}

/** An id of a directory is one, whoever asks. */
function isEntry({ params }: UntrustedRequest): ((apart: Apart) => Promise<boolean>) | undefined {
  const [type, id] = [text(params, 'type') ?? '', text(params, 'id') ?? ''];
  if (!DIRECTORY_TYPES.has(type) || !UUID.test(id)) return undefined;
  return async ({ tx }) => (await findDirectory(tx, id)) !== null;
}

/** What names no patient, of somebody who works somewhere. */
function isAboutDirectory({
  params,
  query,
  body,
}: UntrustedRequest): ((apart: Apart) => Promise<boolean>) | undefined {
  if (!DIRECTORY_TYPES.has(text(params, 'type') ?? '')) return undefined;
  const asked = [...parametersIn(query), ...parametersIn(body)];
  const namesPatient = asked.some(([name]) => /^(?:patient|subject)(?::Patient)?$/.test(name));
  if (namesPatient) return undefined;
  return async ({ worksIn }) => (await worksIn()).length > 0;
}

/** Of a query or a form that nobody has checked; a resource has none. */
function parametersIn(sent: unknown): readonly (readonly [string, string])[] {
  if (typeof sent !== 'object' || sent === null || at(sent, 'resourceType') !== undefined)
    return [];
  return Object.entries(sent).flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap((one: unknown) => (typeof one === 'string' ? [[name, one] as const] : [])),
  );
}

type ById = { readonly params: { readonly id: string } };

/** Whose directory an id is in. */
async function ofEntry(tx: Tx, { params }: ById): Promise<readonly string[]> {
  const organisationId = await findDirectory(tx, params.id);
  return organisationId === null ? [] : [organisationId];
}

/** Those that the request names, or all that the caller works in. */
function named(...sent: readonly SearchParameters[]): Promise<readonly string[] | undefined> {
  const ids = organisationsNamed(textOf(...sent));
  return Promise.resolve(ids.length === 0 ? undefined : ids);
}

const readOne = directoryRoute({
  endpoint: readResource,
  of: ofEntry,
  handle: async (scope, { params, query, headers }) => {
    const [newest] = await versionsBefore(scope, params, { before: NEWEST, limit: 1 });
    if (newest === undefined) throw refusal('not_found');
    if (isTombstone(newest.resource)) throw goneAway();
    scope.read(touched(newest));
    return readAnswer(dated(newest), newest.resource, { query, headers });
  },
});

const readOneVersion = directoryRoute({
  endpoint: readVersion,
  of: ofEntry,
  handle: async (scope, { params, query, headers }) => {
    const version = versionIn(params.versionId);
    const [row] = await versionsBefore(scope, params, { before: version + 1, limit: 1 });
    if (row?.version !== version) throw refusal('not_found');
    scope.read(touched(row));
    return versionAnswer(dated(row), row.resource, { query, headers });
  },
});

function readOneHistory(base: () => string): Route {
  return directoryRoute({
    endpoint: readHistory,
    of: ofEntry,
    handle: (scope, { params, query }) =>
      historyBundle(
        { ...params, query, base: base() },
        {
          rows: async (before, limit) =>
            (await versionsBefore(scope, params, { before, limit })).map((each) => ({
              ...each,
              createdAt: each.writtenAt,
            })),
          see: (rows) => {
            scope.read(...rows.map(touched));
            return Promise.resolve(rows.map(({ resource }) => resource));
          },
        },
      ),
  });
}

function create(base: () => string): Route {
  return directoryRoute({
    endpoint: createResource,
    of: (_tx, { query: { _organization: id } }) => Promise.resolve(id === undefined ? id : [id]),
    handle: async (scope, { params, body, headers }) => {
      refuseOtherType(params.type, body.resourceType);
      const organisationId = theOrganisation(scope);
      await lockDirectory(scope.tx, organisationId);
      const { ifNoneExist } = headers;
      const there =
        ifNoneExist === undefined
          ? undefined
          : await findConditionally(scope, params.type, readQuery(ifNoneExist));
      const done = there ?? (await addEntry(scope, organisationId, body));
      return answered(scope, done, { headers, base: base() });
    },
  });
}

function changes(base: () => string): readonly Route[] {
  return [
    directoryRoute({
      endpoint: updateResource,
      of: ofEntry,
      handle: async (scope, { params, body, headers }) => {
        refuseOtherAddress(params, body);
        const done = await replaceEntry(scope, params, { resource: body, ...headers });
        return answered(scope, done, { headers, base: base() });
      },
    }),
    directoryRoute({
      endpoint: patchResource,
      of: ofEntry,
      handle: async (scope, { params, body, headers }) => {
        const done = await patchEntry(scope, params, { patch: body, ...headers });
        return answered(scope, done, { headers, base: base() });
      },
    }),
    directoryRoute({
      endpoint: deleteResource,
      of: ofEntry,
      handle: async (scope, { params, headers }) => {
        const done = await deleteEntry(scope, params, headers);
        return answered(scope, done, { headers, base: base() });
      },
    }),
  ];
}

function search(base: () => string): Route {
  return directoryRoute({
    endpoint: searchResources,
    of: (_tx, { query }) => named(query),
    handle: (scope, { params, query, headers }) =>
      searchDirectory(scope, {
        type: params.type,
        query: textOf(query),
        handling: handlingOf(headers),
        base: base(),
      }),
  });
}

function searchByForm(base: () => string): Route {
  return directoryRoute({
    endpoint: searchResourcesByForm,
    reads: true,
    of: (_tx, { query, body }) => named(query, body),
    handle: async (scope, { params, query, body, headers }) => {
      const asking = { type: params.type, query: textOf(query, body), base: base() };
      const bundle = await searchDirectory(scope, { ...asking, handling: handlingOf(headers) });
      return new FhirAnswer(200, bundle);
    },
  });
}

/** Of PostgreSQL's int: past every version. */
const NEWEST = 2 ** 31 - 1;

type Page = Parameters<typeof readEntryVersions>[2];

async function versionsBefore(
  { tx, gate, organisationIds }: DirectoryScope,
  { type, id }: { readonly type: string; readonly id: string },
  page: Page,
) {
  const [organisationId] = organisationIds;
  if (organisationId === undefined) throw refusal('not_found');
  const rows = await readEntryVersions(tx, { organisationId, type, id }, page);
  return rows.map((row) => openEntry(gate, row));
}

function dated({ version, writtenAt }: { readonly version: number; readonly writtenAt: Date }) {
  return { version, updatedAt: writtenAt };
}

interface Touching {
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

function touched({ type, id, version }: Touching): Touching {
  return { type, id, version };
}

function answered(
  { now }: DirectoryScope,
  done: Done,
  answering: { readonly headers: FhirHeaders; readonly base: string },
): Promise<FhirAnswer> {
  const seen = async () => {
    if (done.resource === undefined) throw new Error('nothing was written that could be answered');
    return Promise.resolve(done.resource);
  };
  return answerTo(done, { ...answering, now, seen });
}
