import { Refusal } from '../../gate/index.ts';
import type { Reach } from './consent-rules.ts';

export function notOpen(): Refusal {
  return new Refusal(
    'not_found',
    'This consent has ended, or nobody has accepted it. Offer a new one.',
  );
}

/** @throws {@link Refusal} `validation_failed` */
export function refusePast({ until }: Pick<Reach, 'until'>, now: Date): void {
  if (until === null || until > now) return;
  throw new Refusal('validation_failed', 'The end is past. To end a consent now, revoke it.', {
    errors: [{ path: 'until', message: 'must be after now' }],
  });
}
