export { markEpoch, markPerson, renewPersons, type ResealOptions } from './renew-persons.ts';
export { ResealError, type ResealErrorCode } from './reseal-error.ts';
