import { IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import classes from './access-table-page.module.css';

/** Beside an action that asks for a fresh proof. */
export function FreshMark(): ReactNode {
  const t = useText();
  return (
    <IconShieldCheck
      size={16}
      role="img"
      aria-label={t('table.fresh')}
      className={classes.fresh ?? ''}
    >
      <title>{t('table.fresh')}</title>
    </IconShieldCheck>
  );
}
