import { Refusal, type ChartScope } from '../../gate/index.ts';

/**
 * What the link's token covers. The token decides, not the row beside it: a row whose owner or expiry was altered
 * says something else than its token, and opens nothing.
 */
export async function coveredBy(scope: ChartScope): Promise<{
  readonly share: { readonly shareId: string; readonly expiresAt: Date };
  readonly recordIds: readonly string[];
}> {
  const { caller } = scope;
  if (caller.kind !== 'share-holder') throw ended();
  const token = await scope.shareTokens.open(caller.share.token);
  const isForThis =
    token.patient_uuid === scope.personId &&
    token.expires_at === caller.share.expiresAt.toISOString() &&
    scope.now.getTime() < Date.parse(token.expires_at);
  if (!isForThis) throw ended();
  return { share: caller.share, recordIds: token.record_ids };
}

function ended(): Refusal {
  return new Refusal(
    'share_ended',
    'This link does not open anything any more. Ask whoever shared it for a new one.',
  );
}
