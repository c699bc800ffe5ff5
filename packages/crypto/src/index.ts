export { CryptoError, type CryptoErrorCode } from './errors.ts';
export { asKeyId, deriveKey, SecretKey, type KeyId } from './secret-key.ts';
export {
  asSealed,
  keyIdOf,
  openBytes,
  openValue,
  openWanted,
  sealBytes,
  sealValue,
  type JsonTest,
  type Place,
  type Sealed,
} from './value.ts';
export type { KeyIdentity } from './key-commitment.ts';
export type { RootProvider } from './root-provider.ts';
export {
  asWrappedKey,
  rewrapKey,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type WrappedKey,
} from './wrapped-key.ts';
export { blindIndex, type BlindIndexField } from './blind-index.ts';
export { normalise, type Normaliser } from './normaliser.ts';
export { openFileBytes, sealFileBytes } from './file.ts';
export { openedFileLength, sealedFileLength } from './file-length.ts';
export { openFileAt, sealFileAt, type FileAtOptions } from './file-at.ts';
export type { FilePaths } from './file-temporary.ts';
export { createFileOpener, createFileSealer } from './file-stream.ts';
export { openFileLength, openFileRange, type FileRange, type FileSource } from './file-range.ts';
export { openKeyFile, sealKeyFile } from './key-file.ts';
export type { KeyFile } from './key-file-json.ts';
export {
  generateRecoveryKey,
  recoveryPublicKeyOf,
  unwrapWithRecovery,
  wrapToRecovery,
  type RecoveryKey,
} from './recovery.ts';
export {
  combineRecoveryShares,
  recoveryShareLabelOf,
  splitRecoveryKey,
  type RecoverySplit,
} from './recovery-shares.ts';
export type { RecoveryShareLabel } from './recovery-share-text.ts';
export { openFernet, type FernetOptions } from './fernet.ts';
