import { Group } from '@mantine/core';
import { IconEyeCheck, IconLock, IconShare2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../ui/links.tsx';
import { PageTitle } from '../ui/page.tsx';
import { useText } from '../ui/text.ts';
import classes from './landing-page.module.css';
import { SealedSheets } from './sealed-sheets.tsx';

export function LandingPage(): ReactNode {
  const t = useText();
  return (
    <div className={classes.page}>
      <div className={classes.hero}>
        <div>
          <PageTitle>{t('landing.title')}</PageTitle>
          <p className={classes.lead}>{t('landing.lead')}</p>
          <Group>
            <ButtonLink to="/sign-in" size="md">
              {t('signIn.action')}
            </ButtonLink>
            <ButtonLink to="/sign-up" size="md" variant="default">
              {t('signUp.action')}
            </ButtonLink>
          </Group>
        </div>
        <SealedSheets className={classes.art} />
      </div>
      <ul className={classes.promises}>
        <Promised icon={<IconLock size={24} />} title={t('landing.sealed')}>
          {t('landing.sealed.words')}
        </Promised>
        <Promised icon={<IconShare2 size={24} />} title={t('landing.shared')}>
          {t('landing.shared.words')}
        </Promised>
        <Promised icon={<IconEyeCheck size={24} />} title={t('landing.seen')}>
          {t('landing.seen.words')}
        </Promised>
      </ul>
    </div>
  );
}

interface PromisedProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Promised({ icon, title, children }: PromisedProps): ReactNode {
  return (
    <li className={classes.promise}>
      <span className={classes.icon}>{icon}</span>
      <h2>{title}</h2>
      <p>{children}</p>
    </li>
  );
}
