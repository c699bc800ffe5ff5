import { lazyRouteComponent } from '@tanstack/react-router';

/** Loaded when an administrator goes there: nobody else needs it. */
export const AdminPage = lazyRouteComponent(() => import('./admin-page.tsx'), 'AdminPage');
export { LogNotices } from './log-notices.tsx';
export { systemStateOptions, useAccounts } from './system-query.ts';
export { KeysUnreachablePage, LockedPage, NeedsSetUpPage } from './waiting-pages.tsx';
