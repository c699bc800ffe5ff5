export { acceptGuardianship } from './accept-guardianship.ts';
export { acceptHandOver } from './accept-hand-over.ts';
export { addDependant } from './add-dependant.ts';
export { endGuardianship } from './end-guardianship.ts';
export { listGuardians } from './list-guardians.ts';
export { offerGuardianship } from './offer-guardianship.ts';
export { offerHandOver } from './offer-hand-over.ts';
