import type { BlobStore } from './blobs/index.ts';
import { readAccessLog } from './features/access-log/index.ts';
import {
  acceptInvitation,
  confirmRecoveryKit,
  createInvitation,
  isOwnPassword,
  listAccounts,
  makeRecoveryKit,
  readOwnAccount,
  setUp,
  signIn,
  signUp,
  type PasswordHashing,
} from './features/accounts/index.ts';
import {
  createDocument,
  deleteDocument,
  listDocuments,
  readDocument,
  uploadDocument,
} from './features/documents/index.ts';
import {
  cancelErasure,
  confirmErasure,
  readErasure,
  readErasureCertificate,
  requestErasure,
  type ErasureParts,
} from './features/erasure/index.ts';
import {
  capabilities,
  createRecord,
  importBundle,
  readChart,
  readRecord,
  transaction,
} from './features/records/index.ts';
import { refreshSession, signOut } from './features/sessions/index.ts';
import {
  createShare,
  listShares,
  openShare,
  readSharedDocument,
  revokeShare,
} from './features/sharing/index.ts';
import {
  describeSystem,
  readKeyReport,
  readSystem,
  type SystemParts,
} from './features/system/index.ts';
import type { Route } from './gate/index.ts';

export interface Parts {
  readonly blobs: BlobStore;
  readonly passwords: PasswordHashing;
  readonly publicUrl: () => string;
  readonly system: SystemParts;
  readonly erasure: ErasureParts;
}

/** The table of contents: every route that Wardkeep has. */
export function routes({ blobs, passwords, publicUrl, system, erasure }: Parts): readonly Route[] {
  return [
    // system
    describeSystem(system),
    readSystem(system),
    readKeyReport,
    capabilities,

    // accounts and sessions
    setUp(passwords),
    makeRecoveryKit,
    confirmRecoveryKit,
    signUp(passwords),
    createInvitation(publicUrl),
    acceptInvitation(passwords),
    listAccounts,
    readOwnAccount,
    signIn(passwords),
    refreshSession,
    signOut,

    // records
    readChart,
    importBundle,
    transaction,
    createRecord,
    readRecord,

    // documents
    listDocuments,
    createDocument,
    uploadDocument(blobs),
    readDocument(blobs),
    deleteDocument(blobs),

    // sharing
    listShares(publicUrl),
    createShare(publicUrl),
    revokeShare,
    openShare,
    readSharedDocument(blobs),

    // who looked
    readAccessLog,

    // erasure of oneself
    readErasure(erasure),
    requestErasure(erasure),
    cancelErasure(erasure),
    confirmErasure({ erasure, publicUrl, isOwnPassword: isOwnPassword(passwords) }),
    readErasureCertificate(erasure),
  ];
}
