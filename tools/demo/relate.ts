import type { Client } from '../../packages/client/src/index.ts';
import {
  acceptOffer,
  addDependant,
  addMember,
  addToCareTeam,
  createOrganisation,
  importRecords,
  offerConsent,
  readChart,
  readResource,
  type BodyInputOf,
  type PersonId,
  type Role,
} from '../../packages/contract/src/index.ts';
import { generateChart, ownerOf } from './generate-chart.ts';
import { CHILD, type ChartOwner } from './people.ts';

/** Somebody of the demonstration, signed in. */
export interface SignedIn {
  readonly client: Client;
  readonly personId: PersonId;
}

export interface Colleague extends SignedIn {
  readonly role: Role;
}

interface Relating {
  readonly administrator: Client;
  readonly staff: readonly Colleague[];
  readonly patient: SignedIn;
  readonly today: Date;
}

const CLINIC_ROLES: readonly Role[] = ['provider', 'radiologist', 'technologist'];
const TEAM_COLLEAGUES: readonly Role[] = ['radiologist', 'technologist'];

/** An organisation with a care team for the patient, and a consent each for a carer and a client: every role has something to see. */
export async function relate({ administrator, staff, patient, today }: Relating): Promise<void> {
  const until = new Date(today.getTime() + YEAR_MS).toISOString();
  const body = { name: 'Demo Clinic' };
  const { organisationId } = await administrator.call(createOrganisation, { body });
  for (const { personId } of staff.filter(({ role }) => CLINIC_ROLES.includes(role)))
    await administrator.call(addMember, { params: { organisationId, personId } });
  const of = (role: Role): Colleague | undefined => staff.find((one) => one.role === role);
  const { patientId } = await consent(
    patient,
    of('provider'),
    { ...CARE_TEAM, until },
    organisationId,
  );
  for (const role of TEAM_COLLEAGUES) {
    const personId = of(role)?.personId ?? '';
    await of('provider')?.client.call(addToCareTeam, { params: { patientId, personId } });
  }
  await consent(patient, of('carer'), { ...CARER, until });
  await consent(patient, of('client'), { ...CLIENT, until });
}

type Offer = Pick<BodyInputOf<typeof offerConsent>, 'kind' | 'label' | 'terms'>;

const CARE_TEAM: Offer = {
  kind: 'care-team',
  label: 'My clinic',
  terms: {
    kinds: [
      'allergies',
      'care-plans',
      'conditions',
      'documents',
      'encounters',
      'imaging',
      'immunizations',
      'medications',
      'procedures',
      'results',
      'other',
    ],
    sensitivities: [],
    mayWrite: true,
    mayShare: false,
  },
};

const CARER: Offer = {
  label: 'Who helps me at home',
  terms: {
    kinds: ['allergies', 'care-plans', 'medications'],
    sensitivities: [],
    mayWrite: true,
    mayShare: false,
  },
};

const CLIENT: Offer = {
  label: 'A study of blood pressure',
  terms: {
    kinds: ['conditions', 'medications', 'results'],
    sensitivities: [],
    mayWrite: false,
    mayShare: false,
  },
};

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** Offered by the patient, accepted by the other. */
async function consent(
  { client, personId: patientId }: SignedIn,
  other: Colleague | undefined,
  offer: Offer & { readonly until: string },
  organisationId?: string,
) {
  if (other === undefined) throw new Error('the demonstration lacks somebody of the staff');
  const { link } = await client.call(offerConsent, {
    params: { patientId },
    body: { ...offer, patientLabel: 'Demo Patient One', email: null },
  });
  const token = link.split('#')[1] ?? '';
  const body = organisationId === undefined ? { token } : { token, organisationId };
  return other.client.call(acceptOffer, { body });
}

/** The patient sees it in the list of who looked: the chart, and its conditions one by one. */
export async function lookInto(
  patientId: PersonId,
  colleague: Colleague | undefined,
): Promise<void> {
  if (colleague === undefined) throw new Error('the demonstration lacks somebody of the staff');
  const { client } = colleague;
  const chart = await client.call(readChart, { params: { patientId } });
  for (const { type, id } of chart.conditions.slice(0, 2))
    await client.call(readResource, { params: { type, id } });
}

/** A chart that its guardian keeps, with records since birth. @returns whose it is. */
export async function addChild(
  client: Client,
  { seed, today }: { readonly seed: string; readonly today: Date },
): Promise<ChartOwner> {
  const chart = generateChart(CHILD.chart, seed, today);
  const owner = ownerOf(chart);
  const { birthDate } = owner;
  const { patientId } = await client.call(addDependant, {
    body: { displayName: CHILD.name, birthDate },
  });
  await client.call(importRecords, { params: { patientId }, body: chart });
  return owner;
}
