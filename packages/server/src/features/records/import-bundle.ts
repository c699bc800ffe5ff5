import { randomUUID } from 'node:crypto';
import {
  importBundle as importEndpoint,
  transaction as transactionEndpoint,
  type Progress,
} from '@wardkeep/contract';
import { Refusal, phiRoute, type ChartScope } from '../../gate/index.ts';
import { planBundle, type Ids } from './bundle-rules.ts';
import { namedChart } from './named-chart.ts';
import { readRecordsById } from './record-store.ts';
import { writeRecords, type Written } from './write-records.ts';

/** For the page and the command line: the same file again changes nothing. */
export const importBundle = phiRoute({
  endpoint: importEndpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { body, onProgress }) => {
    const ids: Ids = {
      patientId: scope.personId,
      forEntry: (type, fullUrl) =>
        fullUrl === undefined ? randomUUID() : scope.resourceId(type, fullUrl),
    };
    const written = await store(scope, body, { ids, onProgress });
    const byType: Record<string, number> = {};
    for (const { type } of written) byType[type] = (byType[type] ?? 0) + 1;
    return { imported: written.length, byType };
  },
});

/** FHIR's own transaction: every POST makes a new resource. */
export const transaction = phiRoute({
  endpoint: transactionEndpoint,
  opens: 'chart',
  person: namedChart,
  handle: async (scope, { body, onProgress }) => {
    const ids: Ids = { patientId: scope.personId, forEntry: () => randomUUID() };
    const written = await store(scope, body, { ids, onProgress });
    return {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: written.map((each) => responseEntry(each, scope.now)),
    };
  },
});

async function store(
  scope: ChartScope,
  body: Readonly<Record<string, unknown>>,
  { ids, onProgress }: { readonly ids: Ids; readonly onProgress: (progress: Progress) => void },
): Promise<readonly Written[]> {
  const plan = planBundle(body, ids);
  if (plan.kind === 'wrong')
    throw new Refusal(plan.code, DETAIL[plan.code], { errors: plan.errors });
  await refuseDangling(scope, plan.outside);
  return writeRecords(scope, plan.resources, onProgress);
}

/** A reference out of the Bundle must lead to something in this very chart. */
async function refuseDangling(
  scope: ChartScope,
  outside: readonly { readonly path: string; readonly type: string; readonly id: string }[],
): Promise<void> {
  const uuids = outside
    .map(({ id }) => id)
    .filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const rows = await readRecordsById(scope.tx, scope.personId, uuids);
  // To whoever does not see everything, what they don't see is not there. Nobody else has to open it to know.
  const there = scope.view.kind === 'full' ? rows : await scope.see(rows);
  const known = new Set(there.map(({ type, id }) => `${type}/${id}`));
  const errors = outside
    // The person is there before anybody has written their Patient.
    .filter(({ type, id }) => !known.has(`${type}/${id}`) && !isPatient(scope, type, id))
    .map(({ path }) => ({ path, message: 'names nothing in this file or this chart' }));
  if (errors.length > 0)
    throw new Refusal('unresolved_reference', DETAIL.unresolved_reference, {
      errors: errors.slice(0, 20),
    });
}

function isPatient({ personId }: ChartScope, type: string, id: string): boolean {
  return type === 'Patient' && id === personId;
}

function responseEntry(written: Written, now: Date): unknown {
  return {
    response: {
      status: written.change === 'created' ? '201 Created' : '200 OK',
      location: `${written.type}/${written.id}/_history/${written.version}`,
      etag: `W/"${written.version}"`,
      lastModified: now.toISOString(),
    },
  };
}

const DETAIL = {
  validation_failed: 'The Bundle is not as FHIR R4 asks. Nothing was stored.',
  unresolved_reference: 'Some references lead nowhere. Nothing was stored.',
  not_supported: 'The Bundle asks for something that is not supported yet. Nothing was stored.',
} as const;
