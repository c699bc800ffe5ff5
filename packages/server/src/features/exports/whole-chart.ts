import { refusal, Refusal, type ChartScope, type SeenRecord } from '../../gate/index.ts';
import type { Resource } from '../../fhir/resource/index.ts';
import { readChartRecords } from '../records/index.ts';

/** Of one export: it is made of what is held in memory, so that all of it is on record before its first byte. */
export const CHART_BYTES_MOST = 256 * 1024 * 1024;

/** A chart as this caller sees it, all of it on record as read. */
export interface WholeChart {
  /** By type, then by id: the same chart is the same file. */
  readonly records: readonly SeenRecord[];
}

/** @throws {@link Refusal} `not_supported` for more than {@link CHART_BYTES_MOST}. */
export async function wholeChart(scope: ChartScope): Promise<WholeChart> {
  const rows = await readChartRecords(scope.tx, scope.personId, undefined);
  const bytes = rows.reduce((sum, { sealed }) => sum + sealed.byteLength, 0);
  if (bytes > CHART_BYTES_MOST)
    throw new Refusal(
      'not_supported',
      `A chart of more than ${CHART_BYTES_MOST / 1024 / 1024} MiB is not exported at once. Read it page by page: Patient/$everything.`,
    );
  const records = await scope.see(rows);
  return { records: records.toSorted(byTypeAndId) };
}

/** The resources and their Patient, for what is made for people to read. @throws {@link Refusal} `not_found` without one. */
export async function chartWithPatient(
  scope: ChartScope,
): Promise<{ readonly patient: Resource; readonly resources: readonly Resource[] }> {
  const { records } = await wholeChart(scope);
  const resources = records.map(({ resource }): Resource => resource);
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (patient === undefined) throw refusal('not_found');
  return { patient, resources };
}

function byTypeAndId(a: SeenRecord, b: SeenRecord): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
