import { Button, Text as Words } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { ShareDialog, selectionFits, selectionSize } from '../sharing/index.ts';
import { useChoosing } from './choosing.tsx';
import classes from './share-bar.module.css';

/** Stays in view while somebody scrolls and ticks. */
export function ShareBar(): ReactNode {
  const t = useText();
  const { active, setActive, selection } = useChoosing();
  const [opened, setOpened] = useState(false);
  const count = selectionSize(selection);
  const fits = selectionFits(selection);
  if (!active) return null;
  return (
    <section className={classes.bar} aria-label={t('chart.share.bar')}>
      <Words className={classes.words ?? ''} component="output">
        {fits ? t('chart.share.chosen', { count }) : t('chart.share.tooMany')}
      </Words>
      <Button variant="default" onClick={() => setActive(false)}>
        {t('app.cancel')}
      </Button>
      <Button disabled={count === 0 || !fits} onClick={() => setOpened(true)}>
        {t('chart.share.action', { count })}
      </Button>
      <ShareDialog
        opened={opened}
        selection={selection}
        onClose={() => setOpened(false)}
        onShared={() => setActive(false)}
      />
    </section>
  );
}
