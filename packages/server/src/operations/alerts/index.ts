export { alertParts } from './alert-parts.ts';
export { startAlerts, type Alerts } from './start-alerts.ts';
