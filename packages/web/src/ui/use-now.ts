import { useState } from 'react';

/** The moment at which a part of a page appeared; relative times on it count from there. */
export function useNow(): Date {
  const [now] = useState(() => new Date());
  return now;
}
