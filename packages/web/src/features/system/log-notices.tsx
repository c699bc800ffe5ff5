import type { Notice } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Notices } from './notices.tsx';
import { useSystem } from './system-query.ts';

const ABOUT_THE_LOG: readonly Notice[] = [
  'no-escrow',
  'escrow-stuck',
  'escrow-mismatch',
  'audit-fault',
  'audit-lag',
];

/** What there is to act on so that the audit log can be trusted, again and again until somebody does. */
export function LogNotices(): ReactNode {
  const notices = useSystem().data?.notices.filter((notice) => ABOUT_THE_LOG.includes(notice));
  return notices !== undefined && notices.length > 0 && <Notices notices={notices} />;
}
