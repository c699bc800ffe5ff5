export { listenForOperator } from './control-socket.ts';
export { makeDataDirectory } from './data-directory.ts';
export { openLog } from './log.ts';
export { operatorHandlers } from './operator-handlers.ts';
export { openOwnDatabase, type OpenedDatabase } from './open-database.ts';
export { findPassphrase, writePassphrase, type FoundPassphrase } from './passphrase.ts';
export { systemParts, type RunningState } from './system-parts.ts';
export { isFirstStart, unlock } from './unlock.ts';
