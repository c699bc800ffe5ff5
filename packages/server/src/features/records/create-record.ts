import { randomUUID } from 'node:crypto';
import { createResource as endpoint } from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import { Refusal, phiRoute, type ChartScope } from '../../gate/index.ts';
import { planBundle } from './bundle-rules.ts';
import { namedChart } from './named-chart.ts';
import { readRecord } from './record-store.ts';
import { writeRecords, type Written } from './write-records.ts';

export const createRecord = phiRoute({
  endpoint,
  opens: 'chart',
  person: namedChart,
  handle: async (scope, { params, body, onProgress }) => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: body, request: { method: 'POST' } }],
    };
    const plan = planBundle(bundle, { patientId: scope.personId, forEntry: () => randomUUID() });
    if (plan.kind === 'wrong' || body.resourceType !== params.type) {
      throw new Refusal(
        'validation_failed',
        'The resource is not as FHIR R4 asks, or not of the type in the address.',
        {
          errors:
            plan.kind === 'wrong'
              ? plan.errors
              : [{ path: 'resourceType', message: 'must be the type in the address' }],
        },
      );
    }
    const [written] = await writeRecords(scope, plan.resources, onProgress);
    if (written === undefined) throw new Error('a record was planned and not written');
    return asSeen(scope, written);
  },
});

/** What was written, as the caller sees it from now on; where they don't, only which it is. */
async function asSeen(scope: ChartScope, { type, id, version }: Written): Promise<StoredJson> {
  const record = await readRecord(scope.tx, scope.personId, type, id);
  if (record === undefined) throw new Error('a record that was just written is not there');
  const [seen] = await scope.see([record]);
  const meta = { versionId: String(version), lastUpdated: scope.now.toISOString() };
  return seen?.resource ?? { resourceType: type, id, meta };
}
