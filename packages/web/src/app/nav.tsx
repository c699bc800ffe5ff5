import {
  IconBuildingHospital,
  IconChecklist,
  IconDownload,
  IconEyeCheck,
  IconFileImport,
  IconFiles,
  IconHeartRateMonitor,
  IconHome,
  IconKey,
  IconLink,
  IconShieldCheck,
  IconTable,
  IconUrgent,
  IconUserQuestion,
  IconUsers,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import type { Role } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ReviewsWaiting } from '../features/emergency/reviews-waiting.tsx';
import { useText } from '../ui/text.ts';
import classes from './nav.module.css';
import { SecurityWaiting } from './security-tabs.tsx';

const SIZE = { size: 22 } as const;
const START = { to: '/welcome', text: 'nav.start', icon: <IconHome {...SIZE} /> } as const;
const EMERGENCY = {
  to: '/emergency',
  text: 'nav.emergency',
  icon: <IconUrgent {...SIZE} />,
} as const;
const PATIENTS = { to: '/people', text: 'nav.patients', icon: <IconUsers {...SIZE} /> } as const;

/** Where each role goes; `phone: false` leaves one out where five have to fit under a thumb. */
const PLACES = {
  patient: [
    { to: '/chart', text: 'nav.chart', icon: <IconHeartRateMonitor {...SIZE} /> },
    { to: '/documents', text: 'nav.documents', icon: <IconFiles {...SIZE} /> },
    { to: '/import', text: 'nav.import', icon: <IconFileImport {...SIZE} />, phone: false },
    { to: '/consents', text: 'nav.people', icon: <IconUsers {...SIZE} /> },
    { to: '/shares', text: 'nav.shares', icon: <IconLink {...SIZE} /> },
    { to: '/access', text: 'nav.access', icon: <IconEyeCheck {...SIZE} /> },
  ],
  provider: [START, PATIENTS, EMERGENCY],
  radiologist: [START, PATIENTS, EMERGENCY],
  carer: [START, PATIENTS],
  technologist: [START, PATIENTS],
  client: [
    START,
    PATIENTS,
    { to: '/export', text: 'nav.export', icon: <IconDownload {...SIZE} /> },
  ],
  admin: [
    { to: '/admin', text: 'nav.admin', icon: <IconKey {...SIZE} /> },
    { to: '/admin/security', text: 'nav.security', icon: <IconShieldCheck {...SIZE} /> },
    {
      to: '/admin/organisations',
      text: 'nav.organisations',
      icon: <IconBuildingHospital {...SIZE} />,
    },
    { to: '/admin/emergency-reviews', text: 'nav.reviews', icon: <IconChecklist {...SIZE} /> },
    // On a phone, the overview leads to these.
    {
      to: '/admin/access-table',
      text: 'nav.table',
      icon: <IconTable {...SIZE} />,
      phone: false,
    },
    {
      to: '/admin/re-identification',
      text: 'nav.pseudonyms',
      icon: <IconUserQuestion {...SIZE} />,
      phone: false,
    },
  ],
} as const;

/** Pages that are reached from a place, and belong to it. */
const BELONGS: Readonly<Record<string, readonly string[]>> = {
  '/consents': ['/people', '/dependants'],
};

/** These tell how many wait. */
const WAITING: Readonly<Record<string, () => ReactNode>> = {
  '/admin/emergency-reviews': ReviewsWaiting,
  '/admin/security': SecurityWaiting,
};

interface NavProps {
  readonly role: Role;
}

/** Whether there is anywhere to go. */
export function hasPlaces(role: Role): boolean {
  return PLACES[role].length > 0;
}

/** Where there is room for it; on a phone `BottomNav` takes over. */
export function HeaderNav({ role }: NavProps): ReactNode {
  const t = useText();
  const isWithin = useIsWithin();
  return (
    <nav className={classes.header} aria-label={t('nav.label')}>
      {PLACES[role].map(({ to, text }) => (
        <Link
          key={to}
          to={to}
          className={classes.place}
          data-within={isWithin(to)}
          activeOptions={{ includeSearch: false, exact: to === '/admin' }}
        >
          {t(text)}
          <Waiting to={to} />
        </Link>
      ))}
    </nav>
  );
}

/** Within reach of a thumb. */
export function BottomNav({ role }: NavProps): ReactNode {
  const t = useText();
  const isWithin = useIsWithin();
  const places = PLACES[role].filter((place) => !('phone' in place));
  return (
    <nav className={`${classes.bottom} wk-no-print`} aria-label={t('nav.label')}>
      {places.map(({ to, text, icon }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          data-within={isWithin(to)}
          activeOptions={{ includeSearch: false, exact: to === '/admin' }}
        >
          {icon}
          <span>
            {t(text)}
            <Waiting to={to} />
          </span>
        </Link>
      ))}
    </nav>
  );
}

function Waiting({ to }: { readonly to: string }): ReactNode {
  const Count = WAITING[to];
  return Count && <Count />;
}

function useIsWithin(): (to: string) => true | undefined {
  const here = useLocation({ select: ({ pathname }) => pathname });
  return (to) => BELONGS[to]?.some((path) => here.startsWith(path)) === true || undefined;
}
