import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { type ChartItem, SECTIONS } from './chart-items.ts';
import classes from './chart-view.module.css';
import { sectionId } from './section-place.tsx';

interface ChartNavProps {
  readonly items: readonly ChartItem[];
  readonly documents: number;
}

/** To each part of the chart that holds something; stays in view while somebody scrolls. */
export function ChartNav({ items, documents }: ChartNavProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { rights } = useOpenChart();
  const counts = SECTIONS.map((section) => ({
    section,
    count: items.filter((item) => item.section === section).length,
    name: t(`chart.${section}`),
  }));
  const files = { section: 'documents', count: documents, name: t('documents.title') } as const;
  const places = [...counts, ...(rights.seeDocuments ? [files] : [])];
  return (
    <nav className={classes.nav} aria-label={t('chart.nav')}>
      <ul className={classes.places}>
        {places
          .filter(({ count }) => count > 0)
          .map(({ section, count, name }) => (
            <li key={section}>
              <a
                href={`#${sectionId(section)}`}
                className={classes.place}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(section);
                }}
              >
                {name} <span className={classes.count}>{format.number(count)}</span>
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

/** The focus goes with it, so that the keyboard goes on from there. */
function goTo(section: Parameters<typeof sectionId>[0]): void {
  const place = document.getElementById(sectionId(section));
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ behavior: isCalm ? 'auto' : 'smooth', block: 'start' });
}
