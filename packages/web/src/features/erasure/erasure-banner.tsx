import { Button } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import type { PendingErasure } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import classes from './erasure-banner.module.css';
import { useErasureStep } from './use-erasure.ts';

/** On every page while an erasure waits: how far it is, and one button that ends it. */
export function ErasureBanner({ erasure }: { readonly erasure: PendingErasure }): ReactNode {
  const t = useText();
  const format = useFormat();
  const cancel = useErasureStep('cancel');
  const words = t(`erasure.banner.${erasure.state}`, {
    date: format.dateTime(erasure.confirmableFrom),
  });
  return (
    <section className={`${classes.banner} wk-no-print`} aria-label={t('erasure.banner.label')}>
      <div className={classes.bar}>
        <IconHourglass size={20} aria-hidden="true" className={classes.icon ?? ''} />
        <span className={classes.words}>
          {words}{' '}
          <AnchorLink to="/account/erase" inherit fw={600}>
            {t('erasure.banner.details')}
          </AnchorLink>
        </span>
        {erasure.state !== 'erasing' && (
          <Button size="sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('erasure.keep')}
          </Button>
        )}
      </div>
      <ProblemAlert error={cancel.error} />
    </section>
  );
}
