export { findPerson, type PersonSearch } from './find-person.ts';
export { findPeople } from './find-people.ts';
export { indexPatient } from './index-patient.ts';
