import { RECORD_KINDS, type ConsentTerms } from '@wardkeep/contract';
import type { TestServer } from './test-server.ts';
import type { Answer, TestCaller } from './test-caller.ts';

export const ALL_BUT_SENSITIVE: ConsentTerms = {
  kinds: [...RECORD_KINDS],
  sensitivities: [],
  mayWrite: false,
  mayShare: false,
};

/** An offer of this caller's own chart, unless `of` says whose. */
export function offer(
  patient: TestCaller,
  more: Readonly<Record<string, unknown>> & { readonly of?: string } = {},
): Promise<Answer> {
  const { of = patient.personId, ...rest } = more;
  return patient.post(`/api/patients/${of}/consents`, {
    label: 'The other side',
    patientLabel: 'Somebody',
    email: null,
    terms: ALL_BUT_SENSITIVE,
    until: null,
    ...rest,
  });
}

export function tokenOf(offered: Answer): string {
  if (offered.status !== 200) throw new Error(`no offer: ${offered.status} ${offered.text}`);
  const { link } = offered.json as { readonly link: string };
  return link.slice(link.indexOf('#') + 1);
}

export function accept(caller: TestCaller, token: string, more: object = {}): Promise<Answer> {
  return caller.post('/api/consent-offers/acceptance', { token, ...more });
}

interface Agreed {
  readonly consentId: string;
  /** As the other side addresses the patient. */
  readonly patientId: string;
}

/** Offered and accepted, over HTTP. */
export async function agree(
  patient: TestCaller,
  other: TestCaller,
  more: Parameters<typeof offer>[1] & { readonly organisationId?: string } = {},
): Promise<Agreed> {
  const { organisationId, ...asked } = more;
  const offered = await offer(patient, asked);
  const inTeam = organisationId === undefined ? {} : { organisationId };
  const accepted = await accept(other, tokenOf(offered), inTeam);
  if (accepted.status !== 200) throw new Error(`not accepted: ${accepted.text}`);
  // As the contract has them.
  const { consent } = offered.json as { readonly consent: { readonly consentId: string } };
  const { patientId } = accepted.json as { readonly patientId: string };
  return { consentId: consent.consentId, patientId };
}

export function putJson(caller: TestCaller, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return caller.send('PUT', path, { body: JSON.stringify(body), headers });
}

/** The server's clock so far ahead, until the work is done; too short for sessions to end. */
export async function aheadBy<T>(
  { wardkeep }: Pick<TestServer, 'wardkeep'>,
  seconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const { gate } = wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const { now } = gate;
  Object.assign(gate, { now: () => new Date(now().getTime() + seconds * 1000) });
  try {
    return await work();
  } finally {
    Object.assign(gate, { now });
  }
}

/** An organisation with these people in it. */
export async function organisationOf(
  server: Pick<TestServer, 'admin' | 'proveFreshly'>,
  ...people: readonly TestCaller[]
): Promise<string> {
  await server.proveFreshly(server.admin);
  const made = await server.admin.post('/api/organisations', { name: 'Harbour Clinic' });
  const { organisationId } = made.json as { readonly organisationId: string };
  for (const { personId } of people) {
    const path = `/api/organisations/${organisationId}/members/${personId}`;
    const added = await server.admin.send('PUT', path, {});
    if (added.status !== 204) throw new Error(`not a member: ${added.text}`);
  }
  return organisationId;
}
