export { auditSealing, type AuditSealing } from './audit-sealing.ts';
export { deploymentSealing, type DeploymentSealing } from './deployment-sealing.ts';
export type { EpochStatus } from './epochs.ts';
export type { FileVault, SealedSource } from './file-vault.ts';
export { createKeyFile, keyFileExists, openKeyFileProvider } from './key-file-provider.ts';
export { openKeyStore, type KeyStore } from './key-store.ts';
export { keyedHashes, uuidV8, type CountedKind, type KeyedHashes } from './keyed-hashes.ts';
export type { KeyProgress, KeyWorkOptions } from './key-ring.ts';
export { countPersonKeys, type PersonKeyRow } from './person-key-store.ts';
export type { PersonVault } from './person-vault.ts';
export type { RootProvider } from '@wardkeep/crypto';
export type { MigrationResult } from './provider-migration.ts';
export type { Availability } from './provider-watch.ts';
export { recoverEpochs, recoveryOpensEveryEpoch, type NewRecoveryKit } from './recovery-kit.ts';
export {
  restoreDatabase,
  settleDatabase,
  type ReplayRestrictions,
  type RestoreResult,
} from './restored-database.ts';
export { countKeysByEpoch } from './rewrap-store.ts';
export type { RotationOptions, RotationResult } from './rotation.ts';
export { prepareSessionSigning } from './session-signing.ts';
export { signerFiles, type SignerFiles } from './signer-files.ts';
export { sessionTokens, type SessionClaims, type SessionTokens } from './session-tokens.ts';
export { shareTokens, type ShareToken, type ShareTokens } from './share-tokens.ts';
export { writeDurably } from './write-durably.ts';
export { openVault, type Vault, type VaultOptions } from './vault.ts';
export { VaultError, type VaultErrorCode } from './vault-error.ts';
export { forgetPersonKeys, isRestored } from './person-erasure.ts';
export { readEpochsOfPerson, revokePersonKeys } from './person-erasure-store.ts';
export { renewMarked, type RenewalResult } from './renew-marked.ts';
export { refuseWhenStopped, waitForOlderTransactions } from './renew-older.ts';
export type { Resealed } from './renew-person.ts';
export { countPersonsToRenew, markEpochForRenewal, markPersonForRenewal } from './renew-store.ts';
export {
  compareRestrictions,
  damagedRestrictions,
  parseRestrictions,
  refuseShortList,
  restrictionText,
  type ComparedLists,
  type Restriction,
} from './restrictions.ts';
export {
  appendRestriction,
  lockRestrictions,
  readRestrictions,
  replaceRestrictions,
} from './restrictions-store.ts';
