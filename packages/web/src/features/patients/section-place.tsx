import type { ReactNode } from 'react';
import type { SectionName } from './chart-items.ts';
import classes from './chart-sections.module.css';

export function sectionId(section: SectionName | 'documents'): string {
  return `part-${section}`;
}

interface SectionPlaceProps {
  readonly section: SectionName | 'documents';
  readonly children: ReactNode;
}

/** Where the links to a part of the chart lead. */
export function SectionPlace({ section, children }: SectionPlaceProps): ReactNode {
  return (
    <div id={sectionId(section)} tabIndex={-1} className={classes.place}>
      {children}
    </div>
  );
}
