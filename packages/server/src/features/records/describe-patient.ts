import type { Chart } from '@wardkeep/contract';
import { recordName } from '../../db/sealed-columns.ts';
import type { ChartScope } from '../../gate/index.ts';
import { patientOf } from './chart-rules.ts';
import { readRecord } from './record-store.ts';

/** Name and birth date of the chart's Patient; null while the chart has none. */
export async function describePatient(scope: ChartScope): Promise<Chart['patient']> {
  const record = await readRecord(scope.tx, scope.personId, 'Patient', scope.personId);
  if (record === undefined) return null;
  scope.read({ type: record.type, id: record.id, version: record.version });
  return patientOf(scope.vault.open(recordName(record), record.sealed));
}
