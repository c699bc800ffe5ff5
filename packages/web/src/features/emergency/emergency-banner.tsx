import { Button, VisuallyHidden } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import classes from './emergency-banner.module.css';
import { useEndEmergency } from './emergency-query.ts';
import { useTimeLeft } from './use-time-left.ts';

interface EmergencyBannerProps {
  /** Of the emergency access to the chart that is open. */
  readonly until: string;
  /** The time is over by this device's clock, or it was given back. */
  readonly onEnded: () => void;
}

/** Over every page of a chart that was opened in an emergency: that it is one, the time left, and the way out. */
export function EmergencyBanner({ until, onEnded }: EmergencyBannerProps): ReactNode {
  const t = useText();
  const left = useTimeLeft(until);
  const end = useEndEmergency(onEnded);
  const tellEnded = useEffectEvent(onEnded);
  useEffect(() => {
    if (left.isOver) tellEnded();
  }, [left.isOver]);
  return (
    <section className={`${classes.banner} wk-no-print`} aria-label={t('emergency.banner')}>
      <div className={classes.bar}>
        <IconUrgent size={22} aria-hidden="true" className={classes.icon ?? ''} />
        <span className={classes.words}>
          <strong>{t('emergency.banner')}</strong> <span>{t('emergency.banner.words')}</span>
        </span>
        <span className={classes.clock} aria-hidden="true">
          {left.clock}
        </span>
        <VisuallyHidden aria-live="polite">
          {t('emergency.left', { minutes: left.minutes })}
        </VisuallyHidden>
        <Button
          size="sm"
          variant="white"
          color="wax"
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('emergency.end')}
        </Button>
      </div>
      <ProblemAlert error={end.error} />
    </section>
  );
}
