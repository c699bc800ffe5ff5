import { Refusal } from '../../gate/index.ts';

/** One answer for a link that is unknown, used, too old, or whose time to be useful has passed. */
export function linkInvalid(): Refusal {
  return new Refusal(
    'link_invalid',
    'This link was used, has expired or was replaced by a newer one. Ask for a new one.',
  );
}
