import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import classes from './access-table-page.module.css';
import { FreshMark } from './fresh-mark.tsx';
import { WAYS } from './table-rules.ts';

/** What the short words in the table mean. */
export function WayWords(): ReactNode {
  const t = useText();
  return (
    <details className={classes.ways}>
      <summary>{t('table.ways')}</summary>
      <dl>
        {WAYS.map((way) => (
          <div key={way}>
            <dt>{t(`way.${way}`)}</dt>
            <dd>{t(`way.${way}.words`)}</dd>
          </div>
        ))}
        <dt>
          <FreshMark />
        </dt>
        <dd>{t('table.fresh')}</dd>
      </dl>
    </details>
  );
}
