import type { ReactNode } from 'react';

/** A keep whose gate is a heart. Decoration: the name always stands beside it. */
export function Mark({ size = 32 }: { readonly size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="6 6 36 36" aria-hidden="true" focusable="false">
      <path fill="var(--wk-mark)" d={KEEP} />
      <path fill="var(--wk-mark-heart)" d={HEART} />
    </svg>
  );
}

const KEEP =
  'M10 11.5a1.5 1.5 0 0 1 1.5-1.5h4a1.5 1.5 0 0 1 1.5 1.5V14h4v-2.5a1.5 1.5 0 0 1 1.5-1.5h3a1.5 1.5 0 0 1 1.5 1.5V14h4v-2.5a1.5 1.5 0 0 1 1.5-1.5h4a1.5 1.5 0 0 1 1.5 1.5V24c0 7.7-5.6 12.3-14 15.5C15.6 36.3 10 31.7 10 24Z';
const HEART =
  'M24 32.2c-4.6-3-7-5.5-7-8.4a3.9 3.9 0 0 1 7-2.4 3.9 3.9 0 0 1 7 2.4c0 2.9-2.4 5.4-7 8.4Z';
