import { readEverything as endpoint, type QueryOf } from '@wardkeep/contract';
import {
  Refusal,
  phiRoute,
  type ChartScope,
  type Route,
  type SeenRecord,
} from '../../gate/index.ts';
import { keyOf } from './open-existing.ts';
import { ownerOfRecord } from './owner-of-record.ts';
import { readChartPage } from './record-store.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { cursorText, openCursor } from './search-cursor.ts';

const PAGE = 500;
const ADDRESS = 'Patient/$everything';

type Query = QueryOf<typeof endpoint>;

/** A whole chart, as this caller sees it, page by page (https://hl7.org/fhir/R4/patient-operation-everything.html). */
export function readEverything(base: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (facts, { params }) => ownerOfRecord(facts, { params: { type: 'Patient', ...params } }),
    handle: async (scope, { params, query }) => {
      const asked = askedOf(scope, query);
      const { seen, after } = await nextPage(scope, asked);
      const address = `${base()}/Patient/${params.id}/$everything`;
      const next =
        after === undefined
          ? undefined
          : cursorText(scope, ADDRESS, { query: asked.text, after, offset: 0 });
      return {
        resourceType: 'Bundle' as const,
        type: 'searchset',
        link: [
          {
            relation: 'self',
            url: `${address}?${new URLSearchParams(asked.text.map(([name, value]) => [name, value]))}`,
          },
          ...(next === undefined ? [] : [{ relation: 'next', url: `${address}?_cursor=${next}` }]),
        ],
        entry: seen.map(({ resource }) => ({
          fullUrl: `${base()}/${resource.resourceType}/${String(resource['id'])}`,
          resource,
          search: { mode: 'match' },
        })),
      };
    },
  });
}

interface Asked {
  readonly types: readonly string[] | undefined;
  readonly since: Date | undefined;
  readonly count: number;
  readonly after: { readonly type: string; readonly id: string } | undefined;
  readonly text: readonly (readonly [string, string])[];
}

function askedOf(scope: ChartScope, query: Query): Asked {
  const cursor =
    query._cursor === undefined ? undefined : openCursor(scope, ADDRESS, query._cursor);
  const sent: readonly (readonly [string, string])[] =
    cursor?.query ??
    Object.entries({ _type: query._type, _since: query._since, _count: query._count }).flatMap(
      ([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]),
    );
  const text = new Map(sent);
  const [type = '', id = ''] = cursor?.after.split('/') ?? [];
  const since = text.get('_since');
  return {
    types: typesIn(text.get('_type')),
    since: since === undefined ? undefined : new Date(since),
    count: Number(text.get('_count') ?? PAGE),
    after: cursor === undefined ? undefined : { type, id },
    text: sent,
  };
}

function typesIn(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const types = text.split(',').map((each) => each.trim());
  if (types.every((type) => RESOURCE_TYPES.has(type))) return types;
  throw new Refusal('validation_failed', 'The query of the request is not as it must be.', {
    errors: [{ path: '_type', message: 'must be resource types of FHIR R4', issue: 'value' }],
  });
}

/** What is not seen takes no room on a page, and so does not show. */
async function nextPage(
  scope: ChartScope,
  { types, since, count, after: from }: Asked,
): Promise<{ readonly seen: readonly SeenRecord[]; readonly after: string | undefined }> {
  const seen: SeenRecord[] = [];
  let after = from;
  for (;;) {
    const limit = count - seen.length;
    const rows = await readChartPage(scope.tx, scope.personId, { after, types, since, limit });
    const last = rows.at(-1);
    seen.push(...(await scope.see(rows)));
    if (last === undefined || rows.length < limit) return { seen, after: undefined };
    after = { type: last.type, id: last.id };
    if (seen.length >= count) return { seen, after: keyOf(last) };
  }
}
