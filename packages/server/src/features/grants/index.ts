export { endGrant, makeGrant, moveGrant, openGrant, reviseGrant } from './change-grants.ts';
export {
  grantsBelow,
  grantsOfGrantee,
  grantsOfPatient,
  lockGrant,
  readGrant,
  type StoredGrant,
} from './grant-store.ts';
export type { Grant, GrantRow } from './grant-rows.ts';
export { whomToTell } from './whom-to-tell.ts';
