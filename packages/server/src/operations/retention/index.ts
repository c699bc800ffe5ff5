export { retentionRoutes } from './operator-retention.ts';
export { retireAudit } from './retire-audit.ts';
export { mayBeRetired } from './retired-events.ts';
