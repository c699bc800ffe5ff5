import type { Chart } from '@wardkeep/contract';
import type { ChartScope } from '../../gate/index.ts';
import { patientOf } from './chart-rules.ts';
import { readRecord } from './record-store.ts';

/** Name and birth date of the chart's Patient, as this caller sees them; null while there is none to see. */
export async function describePatient(scope: ChartScope): Promise<Chart['patient']> {
  const record = await readRecord(scope.tx, scope.personId, 'Patient', scope.personId);
  const [seen] = record === undefined ? [] : await scope.see([record]);
  return seen === undefined ? null : patientOf(seen.resource);
}
