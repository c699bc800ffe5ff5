import { expect } from 'vitest';
import { ALL_BUT_SENSITIVE, accept, agree, offer, putJson, tokenOf } from './consent-offers.ts';
import { EVERYTHING } from './give-grant.ts';
import { TestCaller } from './test-caller.ts';

/** How a leak scan makes what it will look for. */
export interface Planter {
  readonly url: string;
  /** A text that nothing else holds. */
  canary(label: string, make?: (random: string) => string): string;
  /** Something that the server made up. */
  remember(label: string, value: string): void;
  /** What was planted under this label. */
  told(label: string): string;
  addSecondFactors(caller: TestCaller, whose: string): Promise<void>;
}

/** Every way to let others in, and what people write about it. */
export async function plantAccess(
  patient: TestCaller,
  admin: TestCaller,
  planter: Planter,
): Promise<void> {
  const clinician = await plantClinician(planter, admin);
  const organisationId = await plantOrganisation(planter, admin, clinician);
  await plantConsents(planter, patient, { clinician, organisationId });
  await plantDependant(planter, patient);
  await plantEmergency(planter, patient, { clinician, admin });
  await plantQuestion(planter, patient, admin);
}

/** About an access, and what an administrator says to it. */
async function plantQuestion(
  planter: Planter,
  patient: TestCaller,
  admin: TestCaller,
): Promise<void> {
  const log = `/api/patients/${patient.personId}/access-log`;
  const eventId = String((await patient.get(log)).json.entries[0].eventId);
  const words = planter.canary('question about an access');
  const asked = await patient.post(`${log}/${eventId}/question`, { words });
  expect(asked.status, asked.text).toBe(204);
  const listed = await admin.get('/api/audit/questions');
  expect(listed.text).toContain(words);
  const answer = planter.canary('answer about an access');
  const address = `/api/audit/questions/${listed.json.questions[0].questionId}`;
  const answered = await putJson(admin, address, { answer });
  expect(answered.status, answered.text).toBe(204);
  expect((await patient.get(log)).text).toContain(answer);
}

async function plantClinician(planter: Planter, admin: TestCaller): Promise<TestCaller> {
  const email = planter.canary('clinician’s e-mail address', (random) => `${random}@example.test`);
  const invited = await admin.post('/api/invitations', { role: 'provider', email });
  const clinician = new TestCaller(planter.url);
  await clinician.begin('/api/invitations/acceptance', {
    invitationToken: String(invited.json.link).split('#')[1] ?? '',
    password: planter.canary('clinician’s password', (random) => `correct horse ${random}`),
    displayName: planter.canary('clinician’s display name'),
  });
  await planter.addSecondFactors(clinician, 'clinician’s ');
  return clinician;
}

async function plantOrganisation(
  planter: Planter,
  admin: TestCaller,
  clinician: TestCaller,
): Promise<string> {
  const made = await admin.post('/api/organisations', {
    name: planter.canary('name of an organisation'),
  });
  const organisationId = String(made.json.organisationId);
  const address = `/api/organisations/${organisationId}`;
  const member = await admin.send('PUT', `${address}/members/${clinician.personId}`, {});
  expect(member.status, member.text).toBe(204);
  const name = planter.canary('later name of an organisation');
  const renamed = await putJson(admin, address, { name });
  expect(renamed.status, renamed.text).toBe(204);
  expect((await admin.get('/api/organisations')).text).toContain(name);
  await plantDirectory(planter, clinician);
  return organisationId;
}

/** Two versions, so that one is history. */
async function plantDirectory(planter: Planter, clinician: TestCaller): Promise<void> {
  const called = (family: string) => ({ resourceType: 'Practitioner', name: [{ family }] });
  const first = planter.canary('name in a directory');
  const made = await clinician.post('/fhir/R4/Practitioner', called(first));
  expect(made.status, made.text).toBe(201);
  const id = String(made.json.id);
  const later = planter.canary('later name in a directory');
  const address = `/fhir/R4/Practitioner/${id}`;
  const body = JSON.stringify({ ...called(later), id });
  const headers = { 'content-type': 'application/fhir+json' };
  const changed = await clinician.send('PUT', address, { body, headers });
  expect(changed.status, changed.text).toBe(200);
  const found = await clinician.get(`/fhir/R4/Practitioner?family=${later}`);
  expect(found.text).toContain(later);
}

/** One by an address, which is used and widened; one for a care team; one that nobody answers. */
async function plantConsents(
  planter: Planter,
  patient: TestCaller,
  {
    clinician,
    organisationId,
  }: { readonly clinician: TestCaller; readonly organisationId: string },
): Promise<void> {
  const patientLabel = planter.canary('what a patient is called there');
  const offered = await offer(patient, {
    label: planter.canary('for whom a consent is'),
    patientLabel,
    email: planter.told('clinician’s e-mail address'),
    terms: { ...ALL_BUT_SENSITIVE, mayShare: true },
  });
  planter.remember('token of an offer', tokenOf(offered));
  expect(offered.json.isSent).toBe(true);
  expect((await accept(clinician, tokenOf(offered))).status).toBe(200);
  const terms = { terms: EVERYTHING, until: null };
  const address = `/api/patients/${patient.personId}/consents`;
  const widened = await patient.post(
    `${address}/${offered.json.consent.consentId}/proposal`,
    terms,
  );
  expect(widened.status, widened.text).toBe(200);
  await plantShareUnderConsent(planter, patient, clinician);
  await offer(patient, { label: planter.canary('for whom an offer is') });
  const team = {
    kind: 'care-team',
    label: planter.canary('for whom a care team is'),
    organisationId,
  };
  await agree(patient, clinician, team);
  const all = [await patient.get(address), await clinician.get('/api/relationships')];
  const told = all.map(({ text }) => text).join();
  for (const label of ['for whom a consent is', 'for whom an offer is', 'for whom a care team is'])
    expect(told, label).toContain(planter.told(label));
  for (const text of [patientLabel, planter.told('later name of an organisation')])
    expect(told).toContain(text);
  expect(told).toContain(planter.told('clinician’s display name'));
}

async function plantShareUnderConsent(
  planter: Planter,
  patient: TestCaller,
  clinician: TestCaller,
): Promise<void> {
  const address = `/api/patients/${patient.personId}/shares`;
  const shared = await clinician.post(address, {
    label: planter.canary('label of a share under a consent'),
    records: [{ type: 'Patient', id: patient.personId }],
    documents: [],
  });
  expect(shared.status, shared.text).toBe(200);
  planter.remember(
    'link id of a share under a consent',
    String(shared.json.link).split('#')[1] ?? '',
  );
  const needle = planter.told('label of a share under a consent');
  expect((await clinician.get(address)).text).toContain(needle);
}

async function plantDependant(planter: Planter, guardian: TestCaller): Promise<void> {
  const displayName = planter.canary('name of a dependant');
  const born = new Date().toISOString().slice(0, 10);
  const added = await guardian.post('/api/dependants', { displayName, birthDate: born });
  const own = `/api/patients/${added.json.patientId}`;
  expect((await guardian.get(`${own}/chart`)).text).toContain(displayName.split(' ')[0]);
  const offers = [
    ['guardians', 'e-mail address of a guardian to be', 'token of a guardianship'],
    ['hand-over', 'e-mail address of a dependant', 'token of a hand-over'],
  ] as const;
  for (const [path, address, token] of offers) {
    const email = planter.canary(address, (random) => `${random}@example.test`);
    const offered = await guardian.post(`${own}/${path}`, { email });
    expect(offered.json, offered.text).toMatchObject({ isSent: true });
    planter.remember(token, String(offered.json.link).split('#')[1] ?? '');
  }
}

/** Opened, disputed, reviewed, and the pseudonym of the review asked about. */
async function plantEmergency(
  planter: Planter,
  patient: TestCaller,
  { clinician, admin }: { readonly clinician: TestCaller; readonly admin: TestCaller },
): Promise<void> {
  const address = '/api/emergency-accesses';
  const search = { by: 'identifier', value: planter.told('identifier') };
  const words = planter.canary('words of an emergency');
  const opened = await clinician.post(address, { search, reason: 'other', words });
  expect(opened.status, opened.text).toBe(200);
  const { grantId } = opened.json;
  const own = `/api/patients/${patient.personId}/emergency-accesses`;
  const dispute = planter.canary('words of a dispute');
  const disputed = await patient.post(`${own}/${grantId}/dispute`, { words: dispute });
  expect(disputed.status, disputed.text).toBe(204);
  expect((await patient.get(own)).text).toContain(words);
  const review = { outcome: 'justified', words: planter.canary('words of a review') };
  const reviewed = await putJson(admin, `/api/emergency-reviews/${grantId}`, review);
  expect(reviewed.status, reviewed.text).toBe(204);
  const { json, text } = await admin.get('/api/emergency-reviews');
  for (const said of [words, dispute, review.words]) expect(text).toContain(said);
  const pseudonym = String(json.reviews[0].patientPseudonym);
  planter.remember('pseudonym of a review', pseudonym);
  const reason = planter.canary('reason of a re-identification');
  const asked = await admin.post('/api/reidentifications', { pseudonym, reason });
  expect(asked.status, asked.text).toBe(200);
  expect((await admin.get('/api/reidentifications')).text).toContain(reason);
}
