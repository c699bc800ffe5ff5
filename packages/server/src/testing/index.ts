export { silentLog } from './silent-log.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.ts';
