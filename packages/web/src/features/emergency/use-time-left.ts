import { useEffect, useState } from 'react';
import { type TimeLeft, timeLeft } from './time-left.ts';

/** Counts down each second, by the clock: a device that slept is right again when it wakes. */
export function useTimeLeft(until: string): TimeLeft {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const ticking = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(ticking);
  }, []);
  return timeLeft(until, now);
}
