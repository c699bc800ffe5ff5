export { importPatient } from './import-patient.ts';
export { importRecords } from './import-records.ts';
