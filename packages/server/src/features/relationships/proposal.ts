import type { ConsentTerms } from '@wardkeep/contract';
import { Refusal, type ChartScope, type OpenedGrant } from '../../gate/index.ts';
import type { StoredGrant } from '../grants/index.ts';
import { lockHeld } from './held-grant.ts';

interface Proposal {
  readonly stored: StoredGrant;
  readonly detail: OpenedGrant['detail'];
  readonly proposal: { readonly terms: ConsentTerms; readonly until: Date | null };
}

/** What waits for the caller's answer, locked. @throws {@link Refusal} `not_found` when nothing does, or not any more. */
export async function lockProposal(scope: ChartScope, grantId: string): Promise<Proposal> {
  const { stored, held } = await lockHeld(scope, grantId);
  const { detail } = held;
  if (detail.proposed === null) throw nothingWaits();
  const until = detail.proposed.until === null ? null : new Date(detail.proposed.until);
  if (until !== null && until <= scope.now) throw nothingWaits();
  return { stored, detail, proposal: { terms: detail.proposed.terms, until } };
}

function nothingWaits(): Refusal {
  return new Refusal('not_found', 'Nothing waits for your answer here any more.');
}
