import { Refusal, type ChartScope, type OpenedGrant } from '../../gate/index.ts';
import { whatIsMissing, type AskedToShare } from './what-is-missing.ts';

/** By what right a link is made: the patient's own, or a grant that it ends with. */
export interface SharedBy {
  readonly grantedBy: string | undefined;
  /** No link is alive later. */
  readonly until: Date | null;
}

/**
 * Under which grant this is shared: the patient needs none, guardians share as the patient does and as long as they are
 * ones, and everybody else what a single one of their consents shows, so that the link can end with it.
 * @throws {@link Refusal} `validation_failed` with the paths of what is not there, or not theirs to see.
 */
export async function sharedBy(scope: ChartScope, asked: AskedToShare): Promise<SharedBy> {
  const { relationship, grants } = scope;
  if (relationship === 'self' || relationship === 'guardian') {
    refuseMissing(await whatIsMissing(scope, asked));
    const [grant] = grants;
    return { grantedBy: grant?.grantId, until: grant?.validUntil ?? null };
  }
  let missing: readonly string[] | undefined;
  for (const grant of grants.toSorted(longestFirst)) {
    const view = await scope.asGranted(grant.grantId);
    if (view === undefined) continue;
    const missingHere = await whatIsMissing(scope, asked, view);
    if (missingHere.length === 0) return { grantedBy: grant.grantId, until: grant.validUntil };
    missing ??= missingHere;
  }
  throw notThere(missing ?? []);
}

function longestFirst(a: OpenedGrant, b: OpenedGrant): number {
  return endOf(b) - endOf(a);
}

function endOf({ validUntil }: OpenedGrant): number {
  return validUntil?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function refuseMissing(missing: readonly string[]): void {
  if (missing.length > 0) throw notThere(missing);
}

function notThere(missing: readonly string[]): Refusal {
  const detail = 'Some of what should be shared is not in this chart.';
  return new Refusal('validation_failed', detail, {
    errors: missing.slice(0, 20).map((path) => ({ path, message: 'is not in this chart' })),
  });
}
