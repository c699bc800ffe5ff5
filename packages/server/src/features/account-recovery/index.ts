export { approveAccountRecovery, refuseAccountRecovery } from './answer-recovery.ts';
export { cancelAccountRecovery } from './cancel-recovery.ts';
export { endRecovery } from './end-recovery.ts';
export { listAccountRecoveries } from './list-recoveries.ts';
export { operatorRecoveries } from './operator-recoveries.ts';
export { requestAccountRecovery } from './request-recovery.ts';
export { useRecovery } from './use-recovery.ts';
