export { capabilities } from './capabilities.ts';
export { createRecord } from './create-record.ts';
export { describePatient } from './describe-patient.ts';
export { importBundle, transaction } from './import-bundle.ts';
export { readChart } from './read-chart.ts';
export { readRecord } from './read-record.ts';
export { readRecordsById } from './record-store.ts';
