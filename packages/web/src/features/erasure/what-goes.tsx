import { SimpleGrid } from '@mantine/core';
import { IconArchive, IconEraser } from '@tabler/icons-react';
import type { ErasureCounts } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import classes from './what-goes.module.css';

/** What is deleted, counted, and what stays, with its reason: side by side, neither smaller than the other. */
export function WhatGoes({ counts }: { readonly counts: ErasureCounts }): ReactNode {
  const t = useText();
  const { records, documents, shares } = counts;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" className="wk-align-start">
      <Card title={t('erasure.goes')} icon={<IconEraser size={20} />}>
        <ul className={classes.list}>
          <li>{t('erasure.goes.records', { count: records })}</li>
          <li>{t('erasure.goes.documents', { count: documents })}</li>
          <li>{t('erasure.goes.shares', { count: shares })}</li>
          <li>{t('erasure.goes.account')}</li>
          <li>{t('erasure.goes.log')}</li>
          <li>{t('erasure.goes.keys')}</li>
        </ul>
      </Card>
      <Card title={t('erasure.stays')} icon={<IconArchive size={20} />}>
        <ul className={classes.list}>
          <li>{t('erasure.stays.log')}</li>
          <li>{t('erasure.stays.others')}</li>
          <li>{t('erasure.stays.copies')}</li>
          <li>{t('erasure.stays.certificate')}</li>
        </ul>
      </Card>
    </SimpleGrid>
  );
}
