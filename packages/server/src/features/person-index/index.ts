export { findPersons, type PersonSearch } from './find-persons.ts';
export { findPeople } from './find-people.ts';
export { indexPatient } from './index-patient.ts';
