import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuestionsWaiting } from '../features/access-questions/question-query.ts';
import { useAlertsWaiting } from '../features/alerts/alert-query.ts';
import { useText } from '../ui/text.ts';
import { WaitingCount } from '../ui/waiting-count.tsx';
import classes from './security-tabs.module.css';

const TABS = [
  { to: '/admin/security', text: 'security.tab.alerts' },
  { to: '/admin/security/log', text: 'security.tab.log' },
  { to: '/admin/security/questions', text: 'security.tab.questions' },
] as const;

/** Between the pages about security. */
export function SecurityTabs(): ReactNode {
  const t = useText();
  const waiting: Readonly<Record<string, number>> = {
    'security.tab.alerts': useAlertsWaiting(),
    'security.tab.questions': useQuestionsWaiting(),
  };
  return (
    <nav className={classes.tabs} aria-label={t('security.tabs')}>
      {TABS.map(({ to, text }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {t(text)}
          <WaitingCount
            count={waiting[text] ?? 0}
            words={t('security.waiting', { count: waiting[text] ?? 0 })}
          />
        </Link>
      ))}
    </nav>
  );
}

/** Beside the way to them all: alerts and questions that wait for somebody. */
export function SecurityWaiting(): ReactNode {
  const t = useText();
  const count = useAlertsWaiting() + useQuestionsWaiting();
  return <WaitingCount count={count} words={t('security.waiting', { count })} />;
}
