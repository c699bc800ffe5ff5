export { describePatient } from './describe-patient.ts';
export { fhirRoutes } from './fhir-routes.ts';
export { faultsOf } from './fhir-validity.ts';
export { keyOf, openExisting, type Existing, type Known } from './open-existing.ts';
export { isNamedAndBornAlike, isSamePatient } from './patient-rules.ts';
export { rewriteReferences, type ReferenceContext } from './reference-rules.ts';
export { danglingOf } from './refuse-dangling.ts';
export { readChart } from './read-chart.ts';
export {
  lockChart,
  readChartRecords,
  readOwnIds,
  readRecordsById,
  readRecordsOfTypes,
} from './record-store.ts';
export { jsonBytesOf } from './resource-size.ts';
export { RESOURCE_TYPES } from './resource-types.ts';
export { DOCUMENT_AUTHOR } from './summarise-patient.ts';
export { Turns } from './turns.ts';
export { readNewestVersions, readVersions } from './versions-store.ts';
export { writeNextVersion } from './write-next-version.ts';
export {
  isSame,
  writeKnown,
  writeRecords,
  type PlannedResource,
  type Written,
} from './write-records.ts';
