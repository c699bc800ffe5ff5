export { whyNever } from './admission.ts';
export { ACCESS, type AccessRule } from './access-rules.ts';
export type { Caller, Credential } from './credential.ts';
export type { Gate } from './gate.ts';
export type { OpenedEvent } from './opened-events.ts';
export { keysAway, keysAwayIn } from './keys-away.ts';
export { peopleRoute, phiRoute } from './phi-route.ts';
export { plainRoute, type PlainRequest } from './plain-route.ts';
export {
  recordOperation,
  recordOperationIn,
  sequencerKeys,
  type Operation,
} from './record-event.ts';
export { Refusal, type FieldError } from './refusal.ts';
export type { BytesReply } from './release.ts';
export type { UntrustedRequest } from './request.ts';
export type { Route, Served, SessionCookies } from './route.ts';
export type { ChartScope } from './scope.ts';
export { uploadRoute } from './upload-route.ts';
