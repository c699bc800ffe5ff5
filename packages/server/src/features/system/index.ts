export { isSetUp, markRecoveryConfirmed, markSetUp, readDeployment } from './deployment-store.ts';
export { describeSystem, readSystem, type SystemParts } from './read-system.ts';
