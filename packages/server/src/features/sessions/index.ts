export { refreshSession } from './refresh-session.ts';
export { signOut } from './sign-out.ts';
export { ACCESS_MS, describeSession, startSession, type StartedSession } from './start-session.ts';
