export { AdminPage } from './admin-page.tsx';
export { systemStateOptions } from './system-query.ts';
export { LockedPage, NeedsSetUpPage } from './waiting-pages.tsx';
