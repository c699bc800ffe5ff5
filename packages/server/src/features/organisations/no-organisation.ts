import { Refusal } from '../../gate/index.ts';

export function noOrganisation(): Refusal {
  return new Refusal(
    'not_found',
    'There is no such organisation. Look for it in the list of organisations.',
  );
}
