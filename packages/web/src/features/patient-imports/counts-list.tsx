import { SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import classes from './counts-list.module.css';
import type { Counts } from './ledger.ts';

const SHOWN = ['done', 'isNew', 'isKnown', 'refused'] as const;

/** Patients; their records are said in a sentence. */
export function CountsList({ counts }: { readonly counts: Counts }): ReactNode {
  const t = useText();
  const { number } = useFormat();
  return (
    <SimpleGrid cols={{ base: 2, xs: 4 }} component="ul" className={classes.counts ?? ''}>
      {SHOWN.map((what) => (
        <li
          key={what}
          className={classes.count}
          data-warns={(what === 'refused' && counts.refused > 0) || undefined}
        >
          <strong>{number(counts[what])}</strong> {t(`bring.count.${what}`)}
        </li>
      ))}
    </SimpleGrid>
  );
}
