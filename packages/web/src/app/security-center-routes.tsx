import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { QuestionsPage } from '../features/access-questions/index.ts';
import { AlertsPage } from '../features/alerts/index.ts';
import { AuditSearchPage, type EventSearch } from '../features/audit-log/index.ts';
import { SecurityTabs } from './security-tabs.tsx';

export function AlertsRoute(): ReactNode {
  return <AlertsPage top={<SecurityTabs />} />;
}

export function AuditSearchRoute(): ReactNode {
  const search = useSearch({ from: '/member/admin/security/log' });
  const navigate = useNavigate();
  const onSearch = (wanted: EventSearch): void =>
    void navigate({ to: '/admin/security/log', search: wanted });
  return <AuditSearchPage top={<SecurityTabs />} search={search} onSearch={onSearch} />;
}

export function QuestionsRoute(): ReactNode {
  return <QuestionsPage top={<SecurityTabs />} />;
}
