export { exportDeidentified } from './export-deidentified.ts';
