import { Refusal } from '../../gate/index.ts';
import type { StateOutcome } from './account-states.ts';

/** @throws {@link Refusal} for whatever was not done, unless it was so already. */
export function refuseUnlessSo(outcome: StateOutcome): void {
  switch (outcome) {
    case 'done':
    case 'unchanged':
      return;
    case 'nobody':
      throw new Refusal('not_found', 'There is no such account.');
    case 'altered':
      throw new Refusal(
        'forbidden',
        'This account was altered in the database, and nobody can sign in to it. Tell the operator. Nothing was changed.',
      );
    case 'last-administrator':
      throw new Refusal(
        'forbidden',
        'This is the last administrator who can sign in. Invite another one first. Nothing was changed.',
      );
  }
}
