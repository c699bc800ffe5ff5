import { elementsOf, textOf, type Resource } from '../resource/index.ts';
import { codesOf, whenOf } from './words.ts';

/** What a reader needs of a chart, by the sections of a summary; each newest first. */
export interface Chart {
  readonly problems: readonly Resource[];
  readonly pastProblems: readonly Resource[];
  readonly allergies: readonly Resource[];
  readonly medications: readonly Resource[];
  readonly immunizations: readonly Resource[];
  readonly results: readonly Resource[];
  readonly vitalSigns: readonly Resource[];
  readonly procedures: readonly Resource[];
  readonly encounters: readonly Resource[];
  readonly devices: readonly Resource[];
  readonly socialHistory: readonly Resource[];
  readonly pregnancy: readonly Resource[];
  readonly functionalStatus: readonly Resource[];
  readonly carePlans: readonly Resource[];
  readonly advanceDirectives: readonly Resource[];
}

/**
 * Sorts a person's resources into a summary's sections. What was entered in error, refuted,
 * cancelled or not done is in none; medicines, allergies, problems, devices and plans only while
 * they are current (and problems that are over, apart).
 */
export function chartOf(resources: readonly Resource[]): Chart {
  const valid = newestFirst(resources.filter(isValid));
  const of = (...types: readonly string[]) =>
    valid.filter((resource) => types.includes(resource.resourceType));
  const observations = of('Observation').filter((each) => !nothingSeen.has(statusOf(each)));
  const seen = Object.groupBy(observations, kindOf);
  const conditions = of('Condition');
  return {
    problems: conditions.filter(isCurrent),
    pastProblems: conditions.filter((each) => !isCurrent(each)),
    allergies: of('AllergyIntolerance').filter(isCurrent),
    medications: of('MedicationStatement', 'MedicationRequest').filter(isTaken),
    immunizations: of('Immunization').filter((each) => statusOf(each) === 'completed'),
    results: seen.results ?? [],
    vitalSigns: seen.vitalSigns ?? [],
    procedures: of('Procedure').filter((each) => doneStatuses.has(statusOf(each))),
    encounters: of('Encounter').filter(
      (each) => !['planned', 'cancelled'].includes(statusOf(each)),
    ),
    devices: of('DeviceUseStatement', 'Device').filter((each) => inUse.has(statusOf(each))),
    socialHistory: seen.socialHistory ?? [],
    pregnancy: seen.pregnancy ?? [],
    functionalStatus: [...(seen.functionalStatus ?? []), ...of('ClinicalImpression')],
    carePlans: of('CarePlan').filter((each) => statusOf(each) === 'active'),
    advanceDirectives: of('Consent').filter(isAdvanceDirective),
  };
}

/** Only the newest of each code; `resources` newest first. */
export function newestOfEach(resources: readonly Resource[]): readonly Resource[] {
  const seen = new Set<string>();
  return resources.filter((resource) => {
    const key = seriesOf(resource);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Resources of the same series (the same test, again) share this. */
export function seriesOf(resource: Resource): string {
  const [code] = codesOf(resource['code']);
  return `${resource.resourceType} ${code ?? JSON.stringify(resource['code'] ?? resource.id)}`;
}

function newestFirst(resources: readonly Resource[]): readonly Resource[] {
  // By the moment where it is known: strings of different offsets don't sort as they follow.
  const dated = resources.map((resource) => [resource, momentOf(resource)] as const);
  return dated.sort(([, one], [, other]) => other - one).map(([resource]) => resource);
}

function momentOf(resource: Resource): number {
  const moment = Date.parse(whenOf(resource) ?? '');
  return Number.isNaN(moment) ? Number.NEGATIVE_INFINITY : moment;
}

function statusOf(resource: Resource): string {
  return textOf(resource['status']) ?? '';
}

function isValid(resource: Resource): boolean {
  if (statusOf(resource) === 'entered-in-error') return false;
  const verified = codesOf(resource['verificationStatus']);
  return !verified.includes('entered-in-error') && !verified.includes('refuted');
}

/** R4: `active` has the children `recurrence` and `relapse`. Without a status, no end means current. */
function isCurrent(resource: Resource): boolean {
  const [status] = codesOf(resource['clinicalStatus']);
  if (status !== undefined) return ['active', 'recurrence', 'relapse'].includes(status);
  return !Object.keys(resource).some((name) => name.startsWith('abatement'));
}

const nothingSeen: ReadonlySet<string> = new Set(['cancelled', 'registered']);
const doneStatuses: ReadonlySet<string> = new Set([
  'completed',
  'in-progress',
  'stopped',
  'unknown',
]);
const inUse: ReadonlySet<string> = new Set(['active', '']);

function isTaken(resource: Resource): boolean {
  if (resource['doNotPerform'] === true) return false;
  const current =
    resource.resourceType === 'MedicationRequest'
      ? ['active', 'on-hold']
      : ['active', 'on-hold', 'intended'];
  return current.includes(statusOf(resource)) && resource['intent'] !== 'proposal';
}

function isAdvanceDirective(resource: Resource): boolean {
  const codes = [...codesOf(resource['scope']), ...codesOf(resource['category'])];
  return statusOf(resource) === 'active' && codes.some((code) => advanceDirectiveCodes.has(code));
}

// consentscope `adr`; consentcategorycodes; LOINC "Advance directives".
const advanceDirectiveCodes: ReadonlySet<string> = new Set([
  'adr',
  'acd',
  'dnr',
  'hcd',
  'emrgonly',
  'polst',
  '42348-3',
  '75320-2',
]);

type Kind = 'results' | 'vitalSigns' | 'socialHistory' | 'pregnancy' | 'functionalStatus' | 'other';

function kindOf(observation: Resource): Kind {
  const codes = codesOf(observation['code']);
  if (codes.some((code) => pregnancyCodes.has(code))) return 'pregnancy';
  const categories = codesOf(observation['category']);
  return (
    categories.map((code) => kinds.get(code)).find((kind) => kind !== undefined) ??
    (elementsOf(observation['category']).length === 0 && 'referenceRange' in observation
      ? 'results'
      : 'other')
  );
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['laboratory', 'results'],
  ['imaging', 'results'],
  ['vital-signs', 'vitalSigns'],
  ['social-history', 'socialHistory'],
  ['functional-status', 'functionalStatus'],
]);

// The LOINC codes of the IPS profiles on pregnancy: status, expected date, outcomes.
const pregnancyCodes: ReadonlySet<string> = new Set(
  '82810-3 11778-8 11779-6 11780-4 11636-8 11637-6 11638-4 11639-2 11640-0 11612-9 11613-7 11614-5 33065-4'.split(
    ' ',
  ),
);
