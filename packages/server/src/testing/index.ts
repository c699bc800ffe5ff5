export { makeAuditLog, newLogKeys, writeLargeExport, type MadeLog } from './audit-export.ts';
export { silentLog } from './silent-log.ts';
export {
  softwareAuthenticator,
  type AuthenticatorSite,
  type Misbehaviour,
  type SoftwareAuthenticator,
} from './software-authenticator.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { startTestServer, type TestServer } from './test-server.ts';
export { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.ts';
