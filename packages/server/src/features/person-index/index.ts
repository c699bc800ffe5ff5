export { findPerson, type PersonSearch } from './find-person.ts';
export { indexPatient } from './index-patient.ts';
