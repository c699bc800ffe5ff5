export { markEpoch, markPerson, renewPersons, type ResealOptions } from './renew-persons.ts';
