export { refreshSession } from './refresh-session.ts';
export { signOut } from './sign-out.ts';
export { readSession } from './read-session.ts';
export { readSessionKeys } from './read-session-keys.ts';
export { endOtherSessions, endOwnSession } from './end-sessions.ts';
export { forgetDevice } from './forget-device.ts';
export { renameDevice } from './rename-device.ts';
export { listDevices, listSessions } from './list-sessions.ts';
export { isKnownDevice } from './device-store.ts';
export { asProven, ownSession, provenBy, type SignedIn } from './own-session.ts';
export { endSessionsOf, type EndReason, type SessionsEnding } from './session-store.ts';
export {
  ACCESS_MS,
  describeSession,
  startSession,
  type Proved,
  type SessionParts,
  type StartedSession,
} from './start-session.ts';
