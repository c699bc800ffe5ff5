import type { ConsentTerms } from '@wardkeep/contract';
import type { GrantDetail } from '../../db/schema.ts';
import { Refusal, type ChartScope } from '../../gate/index.ts';
import { lockGrant, openGrant, type Grant, type StoredGrant } from '../grants/index.ts';
import { lockChart } from '../records/index.ts';
import type { Reach } from './consent-rules.ts';

/** A grant that a patient gave by consent, to one person or to a team; no colleague's below it, no guardian's. */
export interface Consented extends Grant {
  readonly kind: 'consent' | 'care-team';
  readonly detail: GrantDetail & {
    readonly label: string;
    readonly patientLabel: string;
    readonly terms: ConsentTerms;
  };
}

/** Undefined for grants of any other kind. */
export function asConsented<G extends Grant>(grant: G): (G & Consented) | undefined {
  const { kind, parentId, detail } = grant;
  const { label, patientLabel, terms } = detail;
  if ((kind !== 'consent' && kind !== 'care-team') || parentId !== null) return undefined;
  if (label === null || patientLabel === null || terms === null) return undefined;
  return { ...grant, kind, detail: { ...detail, label, patientLabel, terms } };
}

/**
 * One consent of this chart, for the patient's side to change: the chart first, as everybody who writes to it, then the
 * grant.
 * @throws {@link Refusal} `not_found`
 */
export async function lockConsent(
  scope: ChartScope,
  consentId: string,
): Promise<StoredGrant & Consented> {
  const { tx, gate, personId } = scope;
  await lockChart(tx, personId);
  const stored = await lockGrant(tx, gate.hashes, personId, consentId);
  const consent = stored && asConsented({ ...stored, ...openGrant(scope, stored) });
  if (consent === undefined) throw new Refusal('not_found', 'There is no such consent here.');
  return consent;
}

export function reachOf({ detail, validUntil }: Consented): Reach {
  return { terms: detail.terms, until: validUntil };
}
