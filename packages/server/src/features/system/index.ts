export { isSetUp, markRecoveryConfirmed, markSetUp, readDeployment } from './deployment-store.ts';
export { readKeyReport } from './read-key-report.ts';
export { describeSystem, readSystem, type SystemParts } from './read-system.ts';
