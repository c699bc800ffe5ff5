/** The kit in the hands of several: docs/formats/recovery.md. */
export { combineRecoveryShares, splitRecoveryKey } from '@wardkeep/crypto';
