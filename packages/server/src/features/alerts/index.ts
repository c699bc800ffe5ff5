export { acknowledgeAlert } from './acknowledge-alert.ts';
export type { AlertParts } from './alert-parts.ts';
export { listAlerts } from './list-alerts.ts';
export { readDashboard } from './read-dashboard.ts';
