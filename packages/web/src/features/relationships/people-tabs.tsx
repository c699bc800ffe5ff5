import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import classes from './tabs.module.css';

const TABS = [
  { to: '/consents', text: 'people.tab.consents' },
  { to: '/people', text: 'people.tab.people' },
  { to: '/dependants', text: 'people.tab.dependants' },
] as const;

/** Between the pages about people: who sees mine, whose I see, and my children. */
export function PeopleTabs(): ReactNode {
  const t = useText();
  return (
    <nav className={classes.tabs} aria-label={t('people.tabs')}>
      {TABS.map(({ to, text }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: true }}>
          {t(text)}
        </Link>
      ))}
    </nav>
  );
}
