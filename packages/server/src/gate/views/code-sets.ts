/**
 * Closed value sets of FHIR R4 elements of type `code` (https://hl7.org/fhir/R4/terminologies-valuesets.html), each with
 * every code that it has. A value that is not in its set is not shown: whoever writes a record could write anything there.
 */
const set = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

export const CODE_SETS = {
  'administrative-gender': set('male female other unknown'),
  'allergy-category': set('food medication environment biologic'),
  'allergy-criticality': set('low high unable-to-assess'),
  'allergy-severity': set('mild moderate severe'),
  'allergy-type': set('allergy intolerance'),
  'appointment-status': set(
    'proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in waitlist',
  ),
  'care-plan-activity-status': set(
    'not-started scheduled in-progress on-hold completed cancelled stopped unknown entered-in-error',
  ),
  'care-plan-intent': set('proposal plan order option'),
  'care-team-status': set('proposed active suspended inactive entered-in-error'),
  'claim-use': set('claim preauthorization predetermination'),
  'claim-outcome': set('queued complete error partial'),
  'device-status': set('active inactive entered-in-error unknown'),
  'diagnostic-report-status': set(
    'registered partial preliminary final amended corrected appended cancelled entered-in-error unknown',
  ),
  'encounter-status': set(
    'planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown',
  ),
  'event-status': set(
    'preparation in-progress not-done on-hold stopped completed entered-in-error unknown',
  ),
  'financial-status': set('active cancelled draft entered-in-error'),
  'goal-status': set(
    'proposed planned accepted active on-hold completed cancelled entered-in-error rejected',
  ),
  'imaging-study-status': set('registered available cancelled entered-in-error unknown'),
  'immunization-status': set('completed entered-in-error not-done'),
  'medication-administration-status': set(
    'in-progress not-done on-hold completed entered-in-error stopped unknown',
  ),
  'medication-dispense-status': set(
    'preparation in-progress cancelled on-hold completed entered-in-error stopped declined unknown',
  ),
  'medication-request-intent': set(
    'proposal plan order original-order reflex-order filler-order instance-order option',
  ),
  'medication-request-status': set(
    'active on-hold cancelled completed entered-in-error stopped draft unknown',
  ),
  'medication-statement-status': set(
    'active completed entered-in-error intended stopped on-hold unknown not-taken',
  ),
  'medication-status': set('active inactive entered-in-error'),
  'observation-status': set(
    'registered preliminary final amended corrected cancelled entered-in-error unknown',
  ),
  'quantity-comparator': set('< <= >= >'),
  'request-intent': set(
    'proposal plan directive order original-order reflex-order filler-order instance-order option',
  ),
  'request-priority': set('routine urgent asap stat'),
  'request-status': set('draft active on-hold revoked completed entered-in-error unknown'),
  'units-of-time': set('s min h d wk mo a'),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

export type CodeSet = keyof typeof CODE_SETS;

/** Currencies of ISO 4217 that amounts are shown in. */
export const CURRENCIES = set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HUF INR JPY KRW MXN NOK NZD PLN RON SEK SGD TRY USD ZAR',
);
