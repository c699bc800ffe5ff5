import {
  ConsentState,
  ConsentTerms,
  RECORD_KINDS,
  SENSITIVITIES,
  kindOf,
  type RecordKind,
  type Sensitivity,
} from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import { z } from 'zod';

/** One version of a consent, as it is told in FHIR. */
export interface ConsentVersion {
  readonly patientId: string;
  readonly kind: 'consent' | 'care-team';
  readonly state: Exclude<ConsentState, 'expired'>;
  readonly label: string;
  /** Who accepted; null before. */
  readonly granteeId: string | null;
  readonly terms: ConsentTerms;
  readonly from: Date;
  readonly until: Date | null;
  /** When this version was made. */
  readonly at: Date;
}

const HL7 = 'http://terminology.hl7.org/CodeSystem';
const ACT_CODE = `${HL7}/v3-ActCode`;
const RESOURCE_TYPE = 'http://hl7.org/fhir/resource-types';
/** Ours; nothing is behind these addresses. */
const KIND = 'https://wardkeep.invalid/fhir/record-kind';
const STATE = 'https://wardkeep.invalid/fhir/consent-state';

/** http://hl7.org/fhir/R4/valueset-consent-state-codes.html; which of the ends it was is in our extension. */
const STATUS = {
  offered: 'proposed',
  active: 'active',
  declined: 'rejected',
  revoked: 'inactive',
  left: 'inactive',
} as const satisfies Record<ConsentVersion['state'], string>;

const LABELS: Readonly<Record<Sensitivity, { readonly system: string; readonly code: string }>> = {
  'mental-health': { system: ACT_CODE, code: 'MH' },
  'substance-use': { system: ACT_CODE, code: 'SUD' },
  'reproductive-health': { system: ACT_CODE, code: 'SEX' },
  hiv: { system: ACT_CODE, code: 'HIV' },
  genetics: { system: ACT_CODE, code: 'GDIS' },
  violence: { system: ACT_CODE, code: 'VIO' },
  restricted: { system: `${HL7}/v3-Confidentiality`, code: 'R' },
};

/**
 * A consent as FHIR R4 Consent (http://hl7.org/fhir/R4/consent.html), for who reads the chart elsewhere. It says what was
 * agreed and decides nothing: access is decided by grants. Sensitivities that are not named are denied by a provision
 * of their own, since R4 reads a label beside a permit as a limit of that permit.
 * @param types - Every resource type; those of a kind are listed, so that a reader needs no table of ours.
 */
export function fhirConsent(version: ConsentVersion, types: Iterable<string>): StoredJson {
  const { patientId, state, from, until, at } = version;
  return {
    resourceType: 'Consent',
    extension: [{ url: STATE, valueCode: state }],
    status: STATUS[state],
    scope: coded(`${HL7}/consentscope`, 'patient-privacy'),
    category: [coded(ACT_CODE, 'IDSCL')],
    patient: { reference: `Patient/${patientId}` },
    dateTime: at.toISOString(),
    policyRule: coded(ACT_CODE, 'OPTINR'),
    provision: {
      type: 'permit',
      period: {
        start: from.toISOString(),
        ...(until === null ? {} : { end: until.toISOString() }),
      },
      actor: [actorOf(version)],
      action: actionsOf(version.terms).map((code) => coded(`${HL7}/consentaction`, code)),
      class: classesOf(version.terms.kinds, types),
      provision: exceptionsOf(version.terms.sensitivities),
    },
  };
}

/** What a version says of a consent that the server wrote. @throws Error for any other resource. */
export function readFhirConsent(resource: StoredJson): {
  readonly state: ConsentState;
  readonly terms: ConsentTerms;
  readonly until: string | null;
} {
  const { extension, provision } = Written.parse(resource);
  const actions = codesOf(provision.action.flatMap(({ coding }) => coding));
  const kinds = provision.class.flatMap(({ system, code }) => (system === KIND ? [code] : []));
  const named = provision.provision.find(({ type }) => type === 'permit')?.securityLabel ?? [];
  const labels = codesOf(named);
  return {
    state: extension[0].valueCode,
    terms: ConsentTerms.parse({
      kinds,
      sensitivities: SENSITIVITIES.filter((each) => labels.has(LABELS[each].code)),
      mayWrite: actions.has('correct'),
      mayShare: actions.has('disclose'),
    }),
    until: provision.period.end ?? null,
  };
}

const Coding = z.object({ system: z.string(), code: z.string() });
const Exception = z.object({
  type: z.enum(['permit', 'deny']),
  securityLabel: z.array(Coding),
});
const Written = z.object({
  extension: z.tuple([z.object({ url: z.literal(STATE), valueCode: ConsentState })]),
  provision: z.object({
    period: z.object({ end: z.string().optional() }),
    action: z.array(z.object({ coding: z.array(Coding) })),
    class: z.array(Coding),
    provision: z.array(Exception),
  }),
});

function coded(system: string, code: string) {
  return { coding: [{ system, code }] };
}

/** People of this server are no resources of the chart: a logical reference (http://hl7.org/fhir/R4/references.html#logical). */
function actorOf({ kind, label, granteeId }: ConsentVersion) {
  const identifier = { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${granteeId ?? ''}` };
  return {
    role: coded(`${HL7}/v3-ParticipationType`, 'IRCP'),
    reference: {
      type: kind === 'care-team' ? 'CareTeam' : 'RelatedPerson',
      ...(granteeId === null ? {} : { identifier }),
      display: label,
    },
  };
}

function actionsOf({ mayWrite, mayShare }: ConsentTerms): readonly string[] {
  return ['access', ...(mayWrite ? ['correct'] : []), ...(mayShare ? ['disclose'] : [])];
}

function classesOf(kinds: readonly RecordKind[], types: Iterable<string>) {
  const covered = [...types].filter((type) => isCovered(kinds, type));
  return [
    ...RECORD_KINDS.filter((kind) => kinds.includes(kind)).map((code) => ({ system: KIND, code })),
    ...covered.map((code) => ({ system: RESOURCE_TYPE, code })),
  ];
}

/** Whose chart it is, everybody sees who sees anything; whom else they let in, nobody. */
function isCovered(kinds: readonly RecordKind[], type: string): boolean {
  return type === 'Patient' || (type !== 'Consent' && kinds.includes(kindOf(type)));
}

function exceptionsOf(named: readonly Sensitivity[]) {
  const isNamed = (each: Sensitivity): boolean => named.includes(each);
  const permitted = SENSITIVITIES.filter(isNamed).map((each) => LABELS[each]);
  const denied = SENSITIVITIES.filter((each) => !isNamed(each)).map((each) => LABELS[each]);
  return [
    ...(permitted.length === 0 ? [] : [{ type: 'permit', securityLabel: permitted }]),
    ...(denied.length === 0 ? [] : [{ type: 'deny', securityLabel: denied }]),
  ];
}

function codesOf(codings: readonly { readonly code: string }[]): ReadonlySet<string> {
  return new Set(codings.map(({ code }) => code));
}
