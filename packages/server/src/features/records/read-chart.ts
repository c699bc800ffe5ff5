import { readChart as endpoint } from '@wardkeep/contract';
import { recordName } from '../../db/sealed-columns.ts';
import { phiRoute } from '../../gate/index.ts';
import { CHART_TYPES, chartOf } from './chart-rules.ts';
import { countRecordsByType, readRecordsOfTypes } from './record-store.ts';

/** The first page of a chart: opens what it shows, and no more. */
export const readChart = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const records = await readRecordsOfTypes(scope.tx, scope.personId, CHART_TYPES);
    scope.read(...records.map(({ type, id, version }) => ({ type, id, version })));
    const resources = records.map((record) => scope.vault.open(recordName(record), record.sealed));
    return chartOf(resources, await countRecordsByType(scope.tx, scope.personId));
  },
});
