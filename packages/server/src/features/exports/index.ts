export { exportFhir, exportIps, exportPdf } from './export-chart.ts';
export { exportDeidentified } from './export-deidentified.ts';
export { exportOrganisation } from './export-organisation.ts';
export { exportZip } from './export-zip.ts';
