import type { ReactNode } from 'react';

/** Decoration: a folded chart, closed with a seal that bears the mark. */
export function SealedSheets({
  className,
}: {
  readonly className?: string | undefined;
}): ReactNode {
  return (
    <svg className={className} viewBox="0 0 320 300" aria-hidden="true" focusable="false">
      <g fill="var(--wk-card)" stroke="var(--wk-line-strong)" strokeWidth="2">
        <rect x="72" y="14" width="196" height="250" rx="18" transform="rotate(7 170 139)" />
        <rect x="56" y="22" width="196" height="250" rx="18" transform="rotate(-3 154 147)" />
      </g>
      <g
        fill="none"
        strokeWidth="5"
        strokeLinecap="round"
        strokeLinejoin="round"
        transform="rotate(-3 154 147)"
      >
        <path stroke="var(--wk-line-strong)" d="M84 66h86M84 90h132M84 214h60M84 238h96" />
        <path stroke="var(--wk-accent)" d="M84 150h34l11-30 18 58 15-40 8 12h46" />
      </g>
      <g transform="translate(196 168)">
        <path fill="#b94e30" d={WAX} />
        <circle cx="52" cy="52" r="35" fill="none" stroke="#e2957c" strokeWidth="2.5" />
        <path
          fill="#faf6ef"
          transform="translate(28 29) scale(1)"
          d="M24 40C12 32 4 25 4 16a10 10 0 0 1 20-4 10 10 0 0 1 20 4c0 9-8 16-20 24Z"
        />
      </g>
    </svg>
  );
}

const WAX =
  'M52 2c10-2 15 6 24 9s16 6 18 16 8 15 7 25-8 14-10 24-10 15-19 18-13 9-23 8-15-7-24-10S8 84 6 74-1 59 1 50s8-15 11-24 10-15 19-17 12-6 21-7Z';
