import { randomUUID } from 'node:crypto';
import { createResource as endpoint } from '@wardkeep/contract';
import { recordName } from '../../db/sealed-columns.ts';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { planBundle } from './bundle-rules.ts';
import { ownChart } from './own-chart.ts';
import { readRecord } from './record-store.ts';
import { writeRecords } from './write-records.ts';

export const createRecord = phiRoute({
  endpoint,
  opens: 'chart',
  person: ownChart,
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
    const record =
      written && (await readRecord(scope.tx, scope.personId, written.type, written.id));
    if (record === undefined) throw new Error('a record that was just written is not there');
    return scope.vault.open(recordName(record), record.sealed);
  },
});
