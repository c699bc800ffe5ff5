import { kindOf, type Role, type Sensitivity } from '@wardkeep/contract';
import type { StoredJson } from '../../db/schema.ts';
import type { Relationship } from '../access-rules.ts';
import type { OpenedGrant } from '../grants.ts';
import { deidentified, type Pseudonyms } from './deidentified.ts';
import { limited } from './limited.ts';

/**
 * What a caller sees of a chart that was opened for them, and what they may change in it. Made from the relationship,
 * the role and the terms; everything that leaves a scope goes through it.
 *
 * - `full`: the patient, a guardian, whoever holds a share link, an emergency.
 * - `granted`: what the terms name, without the sensitive records that they do not name.
 * - `limited`: a technologist: enough to tell whom a study is of.
 * - `de-identified`: a client: under pseudonyms, the year of birth, no free text.
 * - `nothing`: whoever answers an offer, which the scope's own grant holds.
 */
export interface View {
  readonly kind: 'full' | 'granted' | 'limited' | 'de-identified' | 'nothing';
  readonly mayShare: boolean;
  /** By its type alone, before it is opened. */
  readonly mayRead: (resourceType: string) => boolean;
  readonly mayWrite: (resourceType: string) => boolean;
  /** Whether a record is seen that says so much; records are not looked at for it where all are. */
  readonly maySee: 'all' | ((resourceType: string, said: ReadonlySet<Sensitivity>) => boolean);
  /** What leaves of a resource whose type and sensitivities are within the view; undefined for nothing. */
  readonly show: (resource: StoredJson) => StoredJson | undefined;
}

const OWN: View = {
  kind: 'full',
  mayShare: true,
  mayRead: () => true,
  mayWrite: () => true,
  maySee: 'all',
  show: (resource) => resource,
};

/** Whoever brings a new person along writes what came, and sees no more than that. */
const ENROLMENT: View = { ...OWN, mayShare: false };

const EMERGENCY: View = { ...OWN, mayShare: false, mayWrite: () => false };

const NOTHING: View = {
  kind: 'nothing',
  mayShare: false,
  mayRead: () => false,
  mayWrite: () => false,
  maySee: () => false,
  show: () => undefined,
};

export interface ViewFacts {
  readonly relationship: Relationship;
  readonly role: Role | null;
  readonly grants: readonly OpenedGrant[];
  readonly pseudonyms: Pseudonyms;
  readonly now: Date;
}

export function viewOf({ relationship, role, grants, ...shown }: ViewFacts): View {
  switch (relationship) {
    case 'self':
    case 'guardian':
    case 'share':
    case 'administration':
      return OWN;
    case 'enrolment':
      return ENROLMENT;
    case 'emergency':
      // Whoever breaks the glass with this request sees something with the next.
      return grants.length === 0 ? NOTHING : withConsents(EMERGENCY, grants);
    case 'offer':
    // An organisation's directory is no chart, and opens none.
    case 'membership':
      return NOTHING;
    case 'consent':
    case 'care-team':
      return { ...termsView(grants), ...roleView(role, shown) };
  }
}

/** All is seen in an emergency; what may be changed or shared is what was consented to. */
function withConsents(view: View, grants: readonly OpenedGrant[]): View {
  const { mayWrite, mayShare } = termsView(grants);
  return { ...view, mayWrite, mayShare };
}

/** Two consents together allow what either does, and no record that neither does alone. */
function termsView(grants: readonly OpenedGrant[]): View {
  const all = grants.flatMap(({ detail }) => (detail.terms === null ? [] : [detail.terms]));
  // Not gathered into sets: most requests ask about one type, and each decision would pay for all.
  const covers = (type: string): boolean => all.some(({ kinds }) => kinds.includes(kindOf(type)));
  return {
    kind: 'granted',
    mayShare: all.some((terms) => terms.mayShare),
    // Whom else a patient let in is theirs alone to know.
    mayRead: (type) => type === 'Patient' || (type !== 'Consent' && covers(type)),
    mayWrite: (type) =>
      type !== 'Patient' &&
      type !== 'Consent' &&
      all.some(({ kinds, mayWrite }) => mayWrite && kinds.includes(kindOf(type))),
    maySee: (type, said) =>
      all.some(
        ({ kinds: own, sensitivities }) =>
          (type === 'Patient' || own.includes(kindOf(type))) &&
          [...said].every((each) => sensitivities.includes(each)),
      ),
    show: (resource) => resource,
  };
}

/** A technologist and a client see another record than the one that is stored. */
function roleView(
  role: Role | null,
  { pseudonyms, now }: Pick<ViewFacts, 'pseudonyms' | 'now'>,
): Partial<View> {
  if (role === 'technologist')
    return { kind: 'limited', mayShare: false, show: (resource) => limited(resource) };
  if (role === 'client')
    return {
      kind: 'de-identified',
      mayShare: false,
      mayWrite: () => false,
      show: (resource) => deidentified(resource, pseudonyms, now),
    };
  return {};
}
