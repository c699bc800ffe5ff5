/**
 * Everything that anybody can ask Wardkeep to do. The gate's access table has one row for each; an
 * audit event names exactly one.
 */
export const ACTIONS = [
  'account.list',
  'account.read',
  'account.set-up',
  'account.sign-up',
  'audit.read',
  'chart.read',
  'document.create',
  'document.delete',
  'document.list',
  'document.read',
  'document.upload',
  'erasure.cancel',
  'erasure.confirm',
  'erasure.read',
  'erasure.read-certificate',
  'erasure.request',
  'invitation.accept',
  'invitation.create',
  'record.create',
  'record.import',
  'record.read',
  'recovery.confirm',
  'recovery.make',
  'session.refresh',
  'session.sign-in',
  'session.sign-out',
  'share.create',
  'share.list',
  'share.open',
  'share.read-document',
  'share.revoke',
  'system.describe',
  'system.read',
  'system.read-report',
] as const;

export type Action = (typeof ACTIONS)[number];

/** What only the operator does, over the control socket, or the server by itself: on no route, and in the audit log all the same. */
export const OPERATOR_ACTIONS = [
  'key.reseal',
  'keys.destroy',
  'keys.generate',
  'keys.migrate',
  'keys.recover',
  'keys.restore',
  'keys.revoke',
  'keys.rotate',
  'keys.unlock',
  'person.erase',
  'person.hold',
  'person.release',
  'person.resume',
  'person.suspend',
  'recovery.test',
] as const;

export type OperatorAction = (typeof OPERATOR_ACTIONS)[number];
