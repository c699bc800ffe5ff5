import { Refusal } from './refusal.ts';

/** More waits than there is room for; nothing was looked at. */
export function tooBusy(cause?: unknown): Refusal {
  return new Refusal(
    'unavailable',
    'Wardkeep has too much to do. Nothing was changed; try again in a moment.',
    { isOverload: true, retryAfterS: 1, cause },
  );
}
