export { refusal, whyNever } from './admission.ts';
export { auditLane, type AuditLane, type MakeLane } from './audit-lane.ts';
export { readAdministrators } from './administrators-store.ts';
export { ACCESS, type AccessRule, type Relationship } from './access-rules.ts';
export type { Caller, Credential } from './credential.ts';
export type { AccountTools, Gate } from './gate.ts';
export { ownPerson } from './own-person.ts';
export type { OpenedGrant, ShownOffer } from './grants.ts';
export { directoryRoute, eitherRoute, type Apart, type DirectoryScope } from './directory-route.ts';
export { membershipsOf, trueMembers, type Member } from './memberships-store.ts';
export type { Named } from './names.ts';
export type { FoundEvents } from './found-events.ts';
export type { OpenedEvent, OwnSearch } from './opened-events.ts';
export type { SealedQuestion } from './opened-questions.ts';
export { readConsistencyProof, readSignedLogs } from './log-proofs.ts';
export { importRoute, type ImportFacts } from './import-route.ts';
export { keysAway, keysAwayIn } from './keys-away.ts';
export { networks, plainAddress, type Networks } from './networks.ts';
export type { Places } from './places.ts';
export { peopleRoute, phiRoute, type PersonFacts, type RefusedFacts } from './phi-route.ts';
export { clientPurpose, exportPurpose, pseudonymText, pseudonymsOf } from './pseudonyms.ts';
export { plainRoute, type PlainRequest } from './plain-route.ts';
export {
  recordOperation,
  recordOperationIn,
  sequencerKeys,
  type Operation,
} from './record-event.ts';
export { recordLimited } from './record-limited.ts';
export { Refusal, type FieldError } from './refusal.ts';
export { operationOutcome } from './operation-outcome.ts';
export { manyChartsRoute } from './many-charts-route.ts';
export { FhirAnswer, type BytesReply } from './release.ts';
export type { ClientFacts, FhirHeaders, SentRecords, UntrustedRequest } from './request.ts';
export type { Route, Served, SessionCookies } from './route.ts';
export {
  outOfScope,
  type AccountScope,
  type AuditScope,
  type ChartScope,
  type PersonScope,
} from './scope.ts';
export type { GrantedView } from './granted-view.ts';
export {
  FRESH_MS,
  sessionPolicy,
  type SessionPolicy,
  type SessionSettings,
} from './session-policy.ts';
export { SessionCache, type RecentSession } from './session-cache.ts';
export { sharedRoad, type SharedRoad } from './shared-road.ts';
export { writing, type Road, type RoadIn } from './road.ts';
export { readMethods, sessionNeeds, writeMethods } from './session-rules.ts';
export { isTombstone, tombstone } from './tombstone-rules.ts';
export { tooBusy } from './too-busy.ts';
export { standingGrants } from './standing-grants.ts';
export { uploadRoute } from './upload-route.ts';
export type { SealedRecord, SeenRecord } from './see.ts';
export type { View } from './views/view.ts';
