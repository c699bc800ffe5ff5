import type { SignUpMode } from '@wardkeep/contract';
import type { BlobStore } from './blobs/index.ts';
import type { AccessSettings } from './config/account-settings.ts';
import { readAccessLog } from './features/access-log/index.ts';
import {
  answerQuestion,
  askAboutAccess,
  listQuestions,
} from './features/access-questions/index.ts';
import { readAccessTable } from './features/access-table/index.ts';
import {
  acknowledgeAlert,
  listAlerts,
  readDashboard,
  type AlertParts,
} from './features/alerts/index.ts';
import {
  readCheckpoints,
  readConsistency,
  readEventProof,
  searchAuditEvents,
  searchEvents,
} from './features/audit-log/index.ts';
import {
  approveAccountRecovery,
  cancelAccountRecovery,
  listAccountRecoveries,
  refuseAccountRecovery,
  requestAccountRecovery,
  useRecovery,
} from './features/account-recovery/index.ts';
import {
  acceptInvitation,
  changePassword,
  completeSignUp,
  confirmEmailChange,
  confirmRecoveryKit,
  createInvitation,
  deactivateAccount,
  isOwnPassword,
  listAccounts,
  makeRecoveryKit,
  readOwnAccount,
  requestEmailChange,
  requestPasswordReset,
  resetPassword,
  resumeAccount,
  setUp,
  signIn,
  signUp,
  suspendAccount,
  type AccountStates,
  type PasswordHashing,
} from './features/accounts/index.ts';
import {
  acceptGuardianship,
  acceptHandOver,
  addDependant,
  endGuardianship,
  listGuardians,
  offerGuardianship,
  offerHandOver,
} from './features/dependants/index.ts';
import {
  acceptOffer,
  declineOffer,
  listConsents,
  narrowConsent,
  offerConsent,
  readConsentHistory,
  readOffer,
  revokeConsent,
  widenConsent,
} from './features/consents/index.ts';
import {
  acceptProposal,
  checkRelationships,
  declineProposal,
  leaveRelationship,
  listRelationships,
} from './features/relationships/index.ts';
import {
  createDocument,
  deleteDocument,
  listDocuments,
  readDocument,
  uploadDocument,
} from './features/documents/index.ts';
import {
  disputeEmergencyAccess,
  listEmergencyAccesses,
  listEmergencyReviews,
  openEmergencyAccess,
  reviewEmergencyAccess,
} from './features/emergency-access/index.ts';
import {
  cancelErasure,
  confirmErasure,
  readErasure,
  readErasureCertificate,
  requestErasure,
  type ErasureParts,
} from './features/erasure/index.ts';
import {
  exportDeidentified,
  exportFhir,
  exportIps,
  exportOrganisation,
  exportPdf,
  exportZip,
} from './features/exports/index.ts';
import { importPatient, importRecords } from './features/imports/index.ts';
import {
  addMember,
  addToCareTeam,
  createOrganisation,
  listOrganisations,
  listOwnOrganisations,
  readCareTeam,
  removeFromCareTeam,
  removeMember,
  renameOrganisation,
} from './features/organisations/index.ts';
import {
  approveReidentification,
  listReidentifications,
  readReidentification,
  refuseReidentification,
  requestReidentification,
} from './features/pseudonyms/index.ts';
import { fhirRoutes, readChart } from './features/records/index.ts';
import {
  endOtherSessions,
  endOwnSession,
  forgetDevice,
  readSession,
  readSessionKeys,
  refreshSession,
  renameDevice,
  signOut,
} from './features/sessions/index.ts';
import {
  addPasskey,
  beginPasskey,
  beginPasskeyProof,
  beginTotp,
  confirmTotp,
  makeRecoveryCodes,
  proveByCode,
  proveByPasskey,
  proveByPassword,
  readSecurity,
  removeAllFactors,
  removePasskey,
  removeTotp,
  renamePasskey,
} from './features/second-factors/index.ts';
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
  readonly signUpMode: SignUpMode;
  readonly accountStates: AccountStates;
  readonly recoveryWaitingDays: number;
  readonly access: AccessSettings;
  readonly system: SystemParts;
  readonly erasure: ErasureParts;
  readonly alerts: AlertParts;
}

/** The table of contents: every route that Wardkeep has. */
export function routes(parts: Parts): readonly Route[] {
  return [...whoIsAsking(parts), ...whatTheyMay(parts), ...whatIsKept(parts)];
}

function whoIsAsking(parts: Parts): readonly Route[] {
  const { passwords, publicUrl, system } = parts;
  return [
    // system
    describeSystem(system, parts.signUpMode),
    readSystem(system),
    readKeyReport,

    // accounts and sessions
    setUp(passwords),
    makeRecoveryKit,
    confirmRecoveryKit,
    signUp({ passwords, publicUrl, mode: parts.signUpMode }),
    completeSignUp(passwords),
    createInvitation(publicUrl),
    acceptInvitation(passwords),
    listAccounts,
    readOwnAccount,
    requestPasswordReset(publicUrl),
    resetPassword(passwords),
    changePassword(passwords),
    requestEmailChange(publicUrl),
    confirmEmailChange,
    deactivateAccount(parts.accountStates),
    suspendAccount(parts.accountStates),
    resumeAccount(parts.accountStates),
    signIn({ passwords, useRecovery: useRecovery(removeAllFactors) }),
    refreshSession,
    signOut,
    endOwnSession,
    endOtherSessions,
    renameDevice,
    forgetDevice,
    readSession,
    readSessionKeys,

    // second factors
    readSecurity,
    beginTotp,
    confirmTotp,
    removeTotp,
    makeRecoveryCodes,
    beginPasskey(publicUrl),
    addPasskey(publicUrl),
    renamePasskey,
    removePasskey,
    proveByCode,
    proveByPassword(isOwnPassword(passwords)),
    beginPasskeyProof(publicUrl),
    proveByPasskey(publicUrl),

    // the way around lost second factors
    requestAccountRecovery({ publicUrl, waitingDays: parts.recoveryWaitingDays }),
    listAccountRecoveries,
    approveAccountRecovery,
    refuseAccountRecovery,
    cancelAccountRecovery,
  ];
}

function whatTheyMay(parts: Parts): readonly Route[] {
  const { passwords, publicUrl } = parts;
  return [
    // consents
    offerConsent(publicUrl),
    listConsents,
    readConsentHistory,
    narrowConsent,
    widenConsent,
    revokeConsent,
    readOffer,
    acceptOffer,
    declineOffer,

    // relationships
    listRelationships,
    checkRelationships,
    acceptProposal,
    declineProposal,
    leaveRelationship,

    // dependants and guardians
    addDependant(parts.access),
    offerGuardianship(publicUrl),
    acceptGuardianship,
    listGuardians,
    endGuardianship,
    offerHandOver(publicUrl),
    acceptHandOver(passwords),

    // organisations and care teams
    createOrganisation,
    renameOrganisation,
    listOrganisations,
    listOwnOrganisations,
    addMember,
    removeMember,
    readCareTeam,
    addToCareTeam,
    removeFromCareTeam,

    // emergencies
    openEmergencyAccess(parts.access),
    listEmergencyAccesses,
    disputeEmergencyAccess(parts.access),
    listEmergencyReviews,
    reviewEmergencyAccess(parts.accountStates),

    // pseudonyms and exports
    requestReidentification,
    listReidentifications,
    approveReidentification,
    refuseReidentification,
    readReidentification,
    exportDeidentified,
    exportOrganisation,

    // the table of who may do what
    readAccessTable,
  ];
}

function whatIsKept({ blobs, passwords, publicUrl, erasure, alerts }: Parts): readonly Route[] {
  return [
    // records
    readChart,
    importRecords(blobs),
    importPatient(blobs),
    ...fhirRoutes(publicUrl),

    // everything of one person
    exportFhir(publicUrl),
    exportZip(blobs),
    exportPdf,
    exportIps,

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
    searchAuditEvents(publicUrl),
    searchEvents,

    // questions about accesses
    askAboutAccess,
    listQuestions,
    answerQuestion,

    // proof of the audit log
    readCheckpoints,
    readConsistency,
    readEventProof,

    // alerts
    listAlerts(alerts),
    acknowledgeAlert(alerts),
    readDashboard(alerts),

    // erasure of oneself
    readErasure(erasure),
    requestErasure(erasure),
    cancelErasure(erasure),
    confirmErasure({ erasure, publicUrl, isOwnPassword: isOwnPassword(passwords) }),
    readErasureCertificate(erasure),
  ];
}
