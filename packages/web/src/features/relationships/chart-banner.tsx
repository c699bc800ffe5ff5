import { IconHeartHandshake, IconUsersGroup, IconUserCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Relationship } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { type MessageKey, useText } from '../../ui/text.ts';
import { type ChartRights, useOpenChart } from '../open-chart/index.ts';
import classes from './chart-banner.module.css';
import { relationshipName } from './relationship-words.ts';
import tabs from './tabs.module.css';

interface ChartBannerProps {
  readonly relationships: readonly Relationship[];
}

/** Whose chart it is, by what right it is open and until when, and the ways between its pages. */
export function ChartBanner({ relationships }: ChartBannerProps): ReactNode {
  const t = useText();
  const { rights, patientId } = useOpenChart();
  const way = strongest(relationships);
  return (
    <div className={`${classes.banner} wk-no-print`}>
      <div className={classes.inner}>
        {/* The emergency's own bar stands above this one. */}
        {way && way.kind !== 'emergency' && <Whose way={way} />}
        {patientId !== undefined && (
          <nav className={tabs.tabs} aria-label={t('people.chart.tabs')}>
            {CHART_TABS.filter(({ right }) => right === undefined || rights[right]).map(
              ({ to, text }) => (
                <Link key={to} to={to} params={{ patientId }} className={tabs.tab}>
                  {t(text)}
                </Link>
              ),
            )}
          </nav>
        )}
      </div>
    </div>
  );
}

function Whose({ way }: { readonly way: Relationship }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { kind, until } = way;
  const words = kind === 'emergency' ? null : t(`people.by.${kind}`);
  return (
    <div className={classes.whose}>
      <span className={classes.icon} aria-hidden="true">
        {ICONS[kind]}
      </span>
      <p className={classes.words}>
        <strong>{relationshipName(t, way)}</strong> {words}
        {until !== null &&
          kind !== 'emergency' &&
          ` ${t('people.by.until', { date: format.date(until) })}`}
        {way.terms !== null && ` ${t('people.by.part')}`}
      </p>
    </div>
  );
}

const ICONS: Readonly<Record<Relationship['kind'], ReactNode>> = {
  guardian: <IconHeartHandshake size={20} />,
  consent: <IconUserCheck size={20} />,
  'care-team': <IconUsersGroup size={20} />,
  emergency: <IconUserCheck size={20} />,
};

const STRONGEST_FIRST: readonly Relationship['kind'][] = [
  'guardian',
  'consent',
  'care-team',
  'emergency',
];

function strongest(relationships: readonly Relationship[]): Relationship | undefined {
  return relationships.toSorted(
    (a, b) => STRONGEST_FIRST.indexOf(a.kind) - STRONGEST_FIRST.indexOf(b.kind),
  )[0];
}

const CHART_TABS: readonly ChartTab[] = [
  { to: '/people/$patientId/chart', text: 'nav.chart' },
  { to: '/people/$patientId/documents', text: 'nav.documents', right: 'seeDocuments' },
  { to: '/people/$patientId/shares', text: 'nav.shares', right: 'share' },
  { to: '/people/$patientId/consents', text: 'people.tab.consents', right: 'manage' },
  { to: '/people/$patientId/access', text: 'access.title', right: 'manage' },
  { to: '/people/$patientId/guardians', text: 'people.tab.guardians', right: 'manage' },
];

interface ChartTab {
  readonly to: `/people/$patientId/${'chart' | 'documents' | 'shares' | 'consents' | 'access' | 'guardians'}`;
  readonly text: MessageKey;
  /** Without it the page is not offered. */
  readonly right?: keyof ChartRights;
}
