export { PatientImportsPage } from './patient-imports-page.tsx';
