import {
  IconEyeCheck,
  IconFileImport,
  IconFiles,
  IconHeartRateMonitor,
  IconLink,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../ui/text.ts';
import classes from './nav.module.css';

const PLACES = [
  { to: '/chart', text: 'nav.chart', icon: <IconHeartRateMonitor size={22} /> },
  { to: '/documents', text: 'nav.documents', icon: <IconFiles size={22} /> },
  { to: '/import', text: 'nav.import', icon: <IconFileImport size={22} /> },
  { to: '/shares', text: 'nav.shares', icon: <IconLink size={22} /> },
  { to: '/access', text: 'nav.access', icon: <IconEyeCheck size={22} /> },
] as const;

/** Where there is room for it; on a phone `BottomNav` takes over. */
export function HeaderNav(): ReactNode {
  const t = useText();
  return (
    <nav className={classes.header} aria-label={t('nav.label')}>
      {PLACES.map(({ to, text }) => (
        <Link key={to} to={to} className={classes.place} activeOptions={{ includeSearch: false }}>
          {t(text)}
        </Link>
      ))}
    </nav>
  );
}

/** Within reach of a thumb. */
export function BottomNav(): ReactNode {
  const t = useText();
  return (
    <nav className={`${classes.bottom} wk-no-print`} aria-label={t('nav.label')}>
      {PLACES.map(({ to, text, icon }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ includeSearch: false }}>
          {icon}
          <span>{t(text)}</span>
        </Link>
      ))}
    </nav>
  );
}
