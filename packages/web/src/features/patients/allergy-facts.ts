import type { Resource } from '@wardkeep/contract';

/** What decides how careful one has to be. */
export interface AllergyFacts {
  /** The worst reaction so far. */
  readonly severity: 'mild' | 'moderate' | 'severe' | null;
  readonly isHighRisk: boolean;
  /** Says that somebody asked, and there is none. */
  readonly isNone: boolean;
}

/** Nobody has an allergy by these: SNOMED CT, and the IPS's own codes (https://hl7.org/fhir/uv/ips/). */
const NONE = new Set([
  '716186003',
  'no-known-allergies',
  'no-known-medication-allergies',
  'no-known-food-allergies',
  'no-known-environmental-allergies',
]);
const WORST_FIRST = ['severe', 'moderate', 'mild'] as const;

export function allergyFacts({ code, criticality, reaction }: Resource): AllergyFacts {
  const severities = objects(reaction).map(({ severity }) => severity);
  return {
    severity: WORST_FIRST.find((one) => severities.includes(one)) ?? null,
    isHighRisk: criticality === 'high',
    isNone: objects(objects([code])[0]?.['coding']).some((coding) =>
      NONE.has(String(coding['code'])),
    ),
  };
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((one) => (typeof one === 'object' && one !== null ? [{ ...one }] : []));
}
