import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { useText } from '../../ui/text.ts';
import { type Kit, kitGroups } from './kit-text.ts';
import classes from './recovery-kit-sheet.module.css';

interface RecoveryKitSheetProps {
  readonly kit: Kit;
  /** Where this installation lives: on the paper, to know which door the key is for. */
  readonly address: string;
}

/** The one thing that is printed: the print style sheet leaves out everything but `wk-print`. */
export function RecoveryKitSheet({ kit, address }: RecoveryKitSheetProps): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <section className={`${classes.sheet} wk-print`} aria-labelledby="kit-title">
      <div className={classes.head}>
        <Mark size={36} />
        <Title order={2} size="h3" id="kit-title">
          {t('kit.title')}
        </Title>
      </div>
      <p className={classes.words}>{t('kit.explanation')}</p>
      <ol className={classes.groups} aria-label={t('kit.groups')} translate="no">
        {kitGroups(kit.privateText).map((group, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- the place is part of what is printed
          <li key={`${place} ${group}`}>{group}</li>
        ))}
      </ol>
      <dl className={classes.facts}>
        <dt>{t('kit.fingerprint')}</dt>
        <dd className={classes.mono}>{kit.fingerprint}</dd>
        <dt>{t('kit.address')}</dt>
        <dd className={classes.mono}>{address}</dd>
        <dt>{t('kit.made')}</dt>
        <dd>{format.dateTime(kit.createdAt)}</dd>
      </dl>
    </section>
  );
}
