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
] as const;

export type Action = (typeof ACTIONS)[number];
