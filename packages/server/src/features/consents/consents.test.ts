import { SENSITIVITIES, type Role } from '@wardkeep/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import type { Schema } from '../../db/schema.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import {
  ALL_BUT_SENSITIVE,
  accept,
  aheadBy,
  agree,
  offer,
  organisationOf,
  putJson,
  tokenOf,
} from '../../testing/consent-offers.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;
let carer: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  const condition = (text: string, more: object = {}) => ({
    resourceType: 'Condition',
    subject: { reference: 'urn:uuid:10000000-0000-4000-8000-000000000001' },
    code: { text },
    ...more,
  });
  const label = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };
  const bundle = onePatientBundle('Consented', [
    condition('Hay fever'),
    condition('Kept close', { meta: { security: [label] } }),
  ]);
  const imported = await patient.post(`/api/patients/${patient.personId}/imports`, bundle);
  if (imported.status !== 200) throw new Error(imported.text);
  provider = await server.join('provider');
  carer = await server.join('carer');
});
afterAll(() => server.stop());

const readChart = (caller: TestCaller, patientId = patient.personId): Promise<Answer> =>
  caller.get(`/api/patients/${patientId}/chart`);
const consentPath = (consentId: string): string =>
  `/api/patients/${patient.personId}/consents/${consentId}`;
const revoke = (consentId: string): Promise<Answer> => patient.delete(consentPath(consentId));
const readOffer = (caller: TestCaller, token: string): Promise<Answer> =>
  caller.post('/api/consent-offers', { token });
/** Each answer has an id of its own, which is random. */
const withoutId = (answer: Answer): unknown => ({ ...answer.json, requestId: '', id: '' });
const titles = (chart: Answer): string[] =>
  chart.json.conditions.map((each: { title: string }) => each.title);

describe('without consent', () => {
  test('a provider can’t tell a patient from nobody, whatever they ask', async () => {
    const nobody = '7a3f5b0c-1d2e-4f60-8a9b-0c1d2e3f4a5b';
    const paths = (id: string): string[] => [
      `/api/patients/${id}/chart`,
      `/api/patients/${id}/documents`,
      `/fhir/R4/Patient/${id}`,
    ];
    for (const [index, path] of paths(patient.personId).entries()) {
      const there = await provider.get(path);
      const missing = await provider.get(paths(nobody)[index] ?? '');
      expect([there.status, missing.status]).toEqual([404, 404]);
      expect(JSON.stringify(withoutId(there)).replaceAll(patient.personId, nobody)).toBe(
        JSON.stringify(withoutId(missing)),
      );
    }
  });

  test('nobody offers, lists, narrows, widens or revokes for somebody else', async () => {
    const { consentId } = await agree(patient, carer);
    const change = { terms: ALL_BUT_SENSITIVE, until: null };
    for (const caller of [provider, carer, await server.signUp()]) {
      const answers = [
        await offer(caller, { of: patient.personId }),
        await caller.get(`/api/patients/${patient.personId}/consents`),
        await caller.get(`${consentPath(consentId)}/history`),
        await putJson(caller, `${consentPath(consentId)}/terms`, change),
        await caller.post(`${consentPath(consentId)}/proposal`, change),
        await caller.delete(consentPath(consentId)),
      ];
      for (const { status } of answers) expect([403, 404]).toContain(status);
    }
    expect((await readChart(carer)).status).toBe(200);
    await revoke(consentId);
  });

  test('an offer opens nothing before it is accepted', async () => {
    const token = tokenOf(await offer(patient));
    expect((await readOffer(provider, token)).status).toBe(200);
    expect((await readChart(provider)).status).toBe(404);
  });
});

describe.each<Role>(['provider', 'carer', 'patient', 'radiologist', 'technologist', 'client'])(
  'a %s',
  (role) => {
    test('is invited, accepts, reads, and is refused from the moment of the revocation', async () => {
      const other = role === 'patient' ? await server.signUp() : await server.join(role);
      const { consentId, patientId } = await agree(patient, other);
      expect(patientId === patient.personId).toBe(role !== 'client');
      expect((await readChart(other, patientId)).status).toBe(200);
      const list = await other.get('/api/relationships');
      expect(list.json.relationships).toMatchObject([
        {
          grantId: consentId,
          patientId,
          kind: 'consent',
          patientLabel: role === 'client' ? null : 'Somebody',
          terms: ALL_BUT_SENSITIVE,
        },
      ]);
      const state = await other.get('/api/relationships/state');
      expect(state.json.relationships).toEqual([
        { grantId: consentId, patientId, kind: 'consent', version: 1 },
      ]);

      expect((await revoke(consentId)).status).toBe(204);

      expect((await readChart(other, patientId)).status).toBe(404);
      expect((await readChart(other)).status).toBe(404);
      expect((await other.get('/api/relationships')).json).toEqual({ relationships: [] });
      expect((await other.get('/api/relationships/state')).json).toEqual({ relationships: [] });
    });
  },
);

test('an administrator holds no consent, and a client no care team’s', async () => {
  const token = tokenOf(await offer(patient));
  const admin = [
    await readOffer(server.admin, token),
    await accept(server.admin, token),
    await server.admin.get('/api/relationships'),
    await server.admin.get('/api/relationships/state'),
  ];
  expect(admin.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'forbidden'));
  const client = await server.join('client');
  const organisationId = await organisationOf(server, client);
  const team = tokenOf(await offer(patient, { kind: 'care-team' }));
  expect((await accept(client, team, { organisationId })).code).toBe('forbidden');
  expect((await readOffer(provider, team)).status, 'and uses the link up for nobody').toBe(200);
});

describe('an offer', () => {
  test('says what is offered, to who is signed in and to nobody else', async () => {
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['results'], sensitivities: ['hiv'] };
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const offered = await offer(patient, { terms, until, patientLabel: 'Dad' });
    expect(offered.json).toMatchObject({
      consent: { state: 'offered', grantee: null, terms, until, version: 1 },
      linkExpiresAt: until,
      isSent: false,
    });
    expect(offered.json.link).toMatch(/\/consent#\d+\.[\w-]{43}$/);
    const token = tokenOf(offered);
    const { from } = offered.json.consent;
    const shown = { kind: 'consent', patientLabel: 'Dad', terms, from, until, organisations: [] };
    expect((await readOffer(provider, token)).json).toEqual(shown);
    expect((await readOffer(server.stranger(), token)).code).toBe('not_signed_in');
    expect((await accept(server.stranger(), token)).code).toBe('not_signed_in');
  });

  test('lasts a week, and never longer than the consent', async () => {
    const { linkExpiresAt, consent } = (await offer(patient)).json;
    expect(Date.parse(linkExpiresAt) - Date.parse(consent.createdAt)).toBe(7 * 86_400_000);
  });

  test('is opened by no other token, and by nobody who made it', async () => {
    const token = tokenOf(await offer(patient));
    const [end = '', secret = ''] = token.split('.');
    const wrong = ['x', `${Number(end) + 1}.${secret}`, `${token.slice(0, -1)}_`, `${end}.`];
    for (const text of wrong) expect((await readOffer(provider, text)).code).toBe('link_invalid');
    expect((await readOffer(patient, token)).code).toBe('link_invalid');
    expect((await accept(patient, token)).code).toBe('link_invalid');
  });

  test('for an address is for the account with that address alone', async () => {
    const { email } = (await carer.get('/api/account')).json;
    const token = tokenOf(await offer(patient, { email: email.toUpperCase() }));
    expect((await readOffer(provider, token)).code).toBe('link_invalid');
    expect((await accept(provider, token)).code).toBe('link_invalid');
    const refused = await provider.post('/api/consent-offers/refusal', { token });
    expect(refused.code).toBe('link_invalid');
    expect((await accept(carer, token)).status).toBe(200);
    await endAll();
  });

  test('is declined once, and then accepted by nobody', async () => {
    const offered = await offer(patient);
    const token = tokenOf(offered);
    expect((await carer.post('/api/consent-offers/refusal', { token })).status).toBe(204);
    expect((await accept(carer, token)).code).toBe('link_invalid');
    expect((await readChart(carer)).status).toBe(404);
    const [listed] = await list();
    expect(listed).toMatchObject({ ...offered.json.consent, state: 'declined', grantee: null });
  });

  test('is accepted by one, of ten who try at once', async () => {
    const token = tokenOf(await offer(patient));
    const others = await Promise.all(Array.from({ length: 10 }, () => server.signUp()));
    const answers = await Promise.all(others.map((other) => accept(other, token)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 404),
    ]);
    const charts = await Promise.all(others.map((other) => readChart(other)));
    expect(charts.filter(({ status }) => status === 200)).toHaveLength(1);
    await endAll();
  });

  test('that was revoked is nobody’s, and one that was narrowed is what is left of it', async () => {
    const first = await offer(patient);
    await revoke(first.json.consent.consentId);
    expect((await readOffer(carer, tokenOf(first))).code).toBe('link_invalid');
    expect((await accept(carer, tokenOf(first))).code).toBe('link_invalid');

    const second = await offer(patient);
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['results'] };
    const path = `${consentPath(second.json.consent.consentId)}/terms`;
    expect((await putJson(patient, path, { terms, until: null })).status).toBe(200);
    expect((await readOffer(carer, tokenOf(second))).json.terms.kinds).toEqual(['results']);
    expect((await accept(carer, tokenOf(second))).status).toBe(200);
    expect(titles(await readChart(carer))).toEqual([]);
    await endAll();
  });

  test('needs a fresh proof, a future and a time that can be', async () => {
    const wrong = [
      { until: new Date(Date.now() - 1000).toISOString() },
      { until: new Date(Date.now() + 3651 * 86_400_000).toISOString() },
      { from: '2090-01-01T00:00:00Z' },
      { terms: { ...ALL_BUT_SENSITIVE, kinds: [] } },
      { terms: { ...ALL_BUT_SENSITIVE, kinds: ['results', 'results'] } },
      { label: '' },
    ];
    for (const each of wrong)
      expect((await offer(patient, each)).code, JSON.stringify(each)).toBe('validation_failed');
    await makeProofsStale(server, patient.personId);
    expect((await offer(patient)).code).toBe('step_up_needed');
    await server.proveFreshly(patient);
    expect((await offer(patient)).status).toBe(200);
  });

  test('is one of at most a hundred that are open', async () => {
    const busy = await server.signUp();
    const offers: Answer[] = [];
    while (offers.length < 100)
      offers.push(...(await Promise.all(Array.from({ length: 4 }, () => offer(busy)))));
    expect(offers.map(({ status }) => status)).toEqual(offers.map(() => 200));
    expect((await offer(busy)).code).toBe('validation_failed');
    const { consentId } = offers[0]?.json.consent ?? {};
    await busy.delete(`/api/patients/${busy.personId}/consents/${consentId}`);
    const last = await Promise.all([offer(busy), offer(busy)]);
    expect(last.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
  }, 60_000);
});

async function list(): Promise<readonly { consentId: string; state: string }[]> {
  return (await patient.get(`/api/patients/${patient.personId}/consents`)).json.consents;
}

async function endAll(): Promise<void> {
  for (const { consentId, state } of await list())
    if (state === 'active' || state === 'offered') await revoke(consentId);
}

describe('what is agreed', () => {
  test('shows the kinds that it names; narrowed, the next request shows less', async () => {
    const kinds = ['results', 'conditions'];
    const { consentId } = await agree(patient, carer, { terms: { ...ALL_BUT_SENSITIVE, kinds } });
    expect(titles(await readChart(carer))).toEqual(['Hay fever']);
    expect((await readChart(carer)).json.series).toHaveLength(1);
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['results'] };
    const path = `${consentPath(consentId)}/terms`;
    const narrowed = await putJson(patient, path, { terms, until: null });
    expect(narrowed.json).toMatchObject({ consentId, terms, version: 2, state: 'active' });
    const chart = await readChart(carer);
    expect([titles(chart), chart.json.series.length]).toEqual([[], 1]);
    expect(chart.json.counts).toEqual({ Observation: 1, Patient: 1 });
    const [state] = (await carer.get('/api/relationships/state')).json.relationships;
    expect(state).toMatchObject({ grantId: consentId, version: 2 });
    const further = [
      { terms: { ...terms, kinds }, until: null },
      { terms: { ...terms, mayWrite: true }, until: null },
      { terms: { ...terms, sensitivities: ['hiv'] }, until: null },
    ];
    for (const each of further)
      expect((await putJson(patient, path, each)).code).toBe('validation_failed');
    await endAll();
    expect((await putJson(patient, path, { terms, until: null })).status).toBe(404);
  });

  test('leaves out what is sensitive unless it is named', async () => {
    const without = await agree(patient, carer);
    expect(titles(await readChart(carer))).toEqual(['Hay fever']);
    await revoke(without.consentId);
    await agree(patient, carer, { terms: { ...ALL_BUT_SENSITIVE, sensitivities: ['hiv'] } });
    expect(titles(await readChart(carer)).toSorted()).toEqual(['Hay fever', 'Kept close']);
    await endAll();
  });

  test('begins and ends when it says', async () => {
    const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
    await agree(patient, carer, { from: at(60), until: at(120) });
    expect((await readChart(carer)).status, 'not yet').toBe(404);
    expect((await carer.get('/api/relationships')).json.relationships).toEqual([]);
    expect((await carer.get('/api/relationships/state')).json.relationships).toEqual([]);
    await aheadBy(server, 61, async () => {
      expect((await readChart(carer)).status, 'now').toBe(200);
      expect((await carer.get('/api/relationships/state')).json.relationships).toHaveLength(1);
    });
    await aheadBy(server, 121, async () => {
      expect((await readChart(carer)).status, 'not any more').toBe(404);
      expect((await carer.get('/api/relationships/state')).json.relationships).toEqual([]);
      expect((await list())[0]?.state).toBe('expired');
    });
    await endAll();
  });

  test('is widened when the other says yes, and not before', async () => {
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['results'] };
    const { consentId } = await agree(patient, carer, { terms });
    const proposal = `/api/relationships/${patient.personId}/${consentId}/proposal`;
    const propose = (more: object, until: string | null = null): Promise<Answer> =>
      patient.post(`${consentPath(consentId)}/proposal`, { terms: { ...terms, ...more }, until });
    expect((await propose({})).code, 'nothing more in it').toBe('validation_failed');
    expect((await carer.post(`${proposal}/acceptance`, '')).status).toBe(404);

    const wider = { kinds: ['results', 'conditions'] };
    expect((await propose(wider)).json).toMatchObject({ terms, proposed: { ...terms, ...wider } });
    expect(titles(await readChart(carer))).toEqual([]);
    const [held] = (await carer.get('/api/relationships')).json.relationships;
    expect(held).toMatchObject({ terms, proposed: { ...terms, ...wider } });
    expect((await change(provider, 'POST', `${proposal}/acceptance`)).status).toBe(404);
    expect((await change(patient, 'POST', `${proposal}/acceptance`)).status).not.toBe(204);

    expect((await change(carer, 'DELETE', proposal)).status).toBe(204);
    expect((await change(carer, 'POST', `${proposal}/acceptance`)).status).toBe(404);
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const { version } = (await propose({ ...wider, mayShare: true }, until)).json;
    const [waiting] = (await carer.get('/api/relationships')).json.relationships;
    expect(waiting).toMatchObject({ version, proposedUntil: until });
    const replaced = await propose(wider);
    const late = await change(carer, 'POST', `${proposal}/acceptance?version=${version}`);
    expect(late.code, 'another one than was shown').toBe('validation_failed');
    const known = `${proposal}/acceptance?version=${replaced.json.version}`;
    expect((await change(carer, 'POST', known)).status).toBe(204);
    expect(titles(await readChart(carer))).toEqual(['Hay fever']);
    expect((await list())[0]).toMatchObject({ terms: { ...terms, ...wider }, proposed: null });

    await propose({ ...wider, mayWrite: true });
    await putJson(patient, `${consentPath(consentId)}/terms`, { terms, until: null });
    const gone = await change(carer, 'POST', `${proposal}/acceptance`);
    expect(gone.status, 'taken away with what was narrowed').toBe(404);
    await endAll();
  });

  test('is left by the other side', async () => {
    const { consentId } = await agree(patient, carer);
    const path = `/api/relationships/${patient.personId}/${consentId}`;
    expect((await provider.delete(path)).status).toBe(404);
    expect((await carer.delete(path)).status).toBe(204);
    expect((await readChart(carer)).status).toBe(404);
    expect((await carer.delete(path)).status).toBe(404);
    expect((await list())[0]).toMatchObject({ consentId, state: 'left' });
  });
});

const change = (caller: TestCaller, method: string, path: string): Promise<Answer> =>
  caller.send(method, path, {});

describe('a row that was altered in the database', () => {
  const set = (
    grantId: string,
    values: Partial<Pick<Schema['access_grant'], 'kind' | 'state' | 'grantee_id' | 'valid_until'>>,
  ) =>
    server.database.db.transaction((tx) =>
      queries(tx).updateTable('access_grant').set(values).where('grant_id', '=', grantId).execute(),
    );

  test('lets nobody in', async () => {
    const { consentId } = await agree(patient, carer);
    const other = await server.join('provider');
    await set(consentId, { grantee_id: other.personId });
    expect((await readChart(other)).status, 'another grantee').toBe(404);
    await set(consentId, { grantee_id: carer.personId });
    expect((await readChart(carer)).status).toBe(200);
    await set(consentId, { kind: 'guardian' });
    expect((await readChart(carer)).status, 'another kind').toBe(404);
    await set(consentId, { kind: 'consent', valid_until: new Date(Date.now() + 86_400_000) });
    expect((await readChart(carer)).status, 'another end').toBe(404);
    await set(consentId, { valid_until: null });
    await revoke(consentId);
    await set(consentId, { state: 'active' });
    expect((await readChart(carer)).status, 'another state').toBe(404);
    expect((await carer.get('/api/relationships/state')).json.relationships).toEqual([]);
    const token = tokenOf(await offer(patient, { label: 'Unanswered' }));
    const [offered] = await list();
    await set(offered?.consentId ?? '', { valid_until: new Date(Date.now() + 86_400_000) });
    expect((await accept(carer, token)).code).toBe('link_invalid');
  });
});

describe('in FHIR', () => {
  test('every version of a consent is in the patient’s chart, and its history', async () => {
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['claims', 'results'] };
    const { consentId } = await agree(patient, carer, { terms, label: 'Carer at home' });
    const resource = (await patient.get(`/fhir/R4/Consent/${consentId}`)).json;
    expect(resource).toMatchObject({
      resourceType: 'Consent',
      id: consentId,
      meta: { versionId: '2' },
      status: 'active',
      patient: { reference: `Patient/${patient.personId}` },
      provision: { actor: [{ reference: { display: 'Carer at home' } }] },
    });
    const narrow = { ...terms, kinds: ['results'] };
    await putJson(patient, `${consentPath(consentId)}/terms`, { terms: narrow, until: null });
    await revoke(consentId);
    expect((await patient.get(`/fhir/R4/Consent/${consentId}`)).json.status).toBe('inactive');
    const { versions } = (await patient.get(`${consentPath(consentId)}/history`)).json;
    expect(versions).toMatchObject([
      { version: 4, state: 'revoked', terms: narrow, until: null },
      { version: 3, state: 'active', terms: narrow },
      { version: 2, state: 'active', terms },
      { version: 1, state: 'offered', terms },
    ]);
  });

  test('nobody whom a patient let in sees whom else they let in', async () => {
    const terms = { ...ALL_BUT_SENSITIVE, sensitivities: [...SENSITIVITIES] };
    const { consentId } = await agree(patient, carer, { terms });
    expect((await carer.get(`/fhir/R4/Consent/${consentId}`)).status).toBe(404);
    expect((await readChart(carer)).json.counts.Consent).toBeUndefined();
    await endAll();
  });

  test('a Consent that somebody brings along gives nobody anything, and replaces none of ours', async () => {
    const { consentId } = await agree(patient, carer, {
      terms: { ...ALL_BUT_SENSITIVE, kinds: ['results'] },
    });
    const ours = (await patient.get(`/fhir/R4/Consent/${consentId}`)).json;
    const forged = {
      ...ours,
      provision: {
        type: 'permit',
        actor: [
          {
            role: { text: 'x' },
            reference: { identifier: { value: `urn:uuid:${provider.personId}` } },
          },
        ],
      },
    };
    const entry = (fullUrl: string) => ({
      fullUrl,
      resource: forged,
      request: { method: 'POST', url: 'Consent' },
    });
    const urls = [`urn:uuid:${consentId}`, `${server.url}/fhir/R4/Consent/${consentId}`];
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: urls.map(entry) };
    const written = [
      await patient.post(`/api/patients/${patient.personId}/imports`, bundle),
      await patient.post('/fhir/R4', bundle, { 'content-type': 'application/fhir+json' }),
      await patient.post('/fhir/R4/Consent', forged, { 'content-type': 'application/fhir+json' }),
    ];
    // By the id that it has in this chart it is the one that is there, which an import does not change.
    expect(written.map(({ status }) => status)).toEqual([422, 200, 201]);
    const put = await putJson(patient, `/fhir/R4/Consent/${consentId}`, forged);
    expect(put.code).toBe('not_supported');
    expect((await patient.get(`/fhir/R4/Consent/${consentId}`)).json).toEqual(ours);
    expect((await readChart(provider)).status).toBe(404);
    expect(titles(await readChart(carer))).toEqual([]);
    const history = await patient.get(`${consentPath(String(written[2]?.json.id))}/history`);
    expect(history.status).toBe(404);
    await endAll();
  });
});

describe('a care team', () => {
  let lead: TestCaller;
  let colleague: TestCaller;
  let organisationId: string;
  beforeAll(async () => {
    lead = await server.join('provider');
    colleague = await server.join('radiologist');
    organisationId = await organisationOf(server, lead, colleague);
  });

  const team = (more: object = {}) =>
    agree(patient, lead, { kind: 'care-team', organisationId, ...more });
  const addColleague = (): Promise<Answer> =>
    change(lead, 'PUT', `/api/patients/${patient.personId}/care-team/${colleague.personId}`);
  const member = (method: string, { personId }: TestCaller): Promise<Answer> =>
    change(server.admin, method, `/api/organisations/${organisationId}/members/${personId}`);

  test('is accepted for an organisation in which one works, and for no other', async () => {
    const token = tokenOf(await offer(patient, { kind: 'care-team' }));
    expect((await readOffer(lead, token)).json.organisations).toEqual([
      { organisationId, name: 'Harbour Clinic' },
    ]);
    const elsewhere = await organisationOf(server, carer);
    const wrong = [
      await accept(lead, token),
      await accept(lead, token, { organisationId: elsewhere }),
      await accept(provider, token, { organisationId }),
      await accept(await server.signUp(), token, { organisationId }),
    ];
    expect(wrong.map(({ code }) => code)).toEqual([
      'validation_failed',
      'validation_failed',
      'validation_failed',
      'forbidden',
    ]);
    expect((await accept(lead, token, { organisationId })).status).toBe(200);
    expect((await list())[0]).toMatchObject({
      kind: 'care-team',
      grantee: { personId: lead.personId, role: 'provider', organisation: 'Harbour Clinic' },
    });
    await endAll();
  });

  test('loses with the patient’s word what the lead loses, gains what the lead accepts, and ends', async () => {
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['results', 'conditions'] };
    const { consentId } = await team({ terms });
    expect((await readChart(colleague)).status).toBe(404);
    expect((await addColleague()).status).toBe(204);
    expect(titles(await readChart(colleague))).toEqual(['Hay fever']);
    expect((await list()).filter(({ state }) => state === 'active')).toHaveLength(1);

    const narrow = { ...terms, kinds: ['results'] };
    await putJson(patient, `${consentPath(consentId)}/terms`, { terms: narrow, until: null });
    expect(titles(await readChart(colleague))).toEqual([]);

    await patient.post(`${consentPath(consentId)}/proposal`, { terms, until: null });
    const proposal = `/api/relationships/${patient.personId}/${consentId}/proposal/acceptance`;
    expect((await change(colleague, 'POST', proposal)).status).toBe(404);
    expect((await change(lead, 'POST', proposal)).status).toBe(204);
    expect(titles(await readChart(colleague))).toEqual(['Hay fever']);

    await revoke(consentId);
    expect((await readChart(lead)).status).toBe(404);
    expect((await readChart(colleague)).status).toBe(404);
  });

  test('goes on when a colleague leaves, and ends for all when its lead does', async () => {
    const { consentId } = await team();
    await addColleague();
    const [own] = (await colleague.get('/api/relationships')).json.relationships;
    const left = await colleague.delete(`/api/relationships/${patient.personId}/${own.grantId}`);
    expect(left.status).toBe(204);
    expect([(await readChart(colleague)).status, (await readChart(lead)).status]).toEqual([
      404, 200,
    ]);
    await addColleague();
    expect((await readChart(colleague)).status).toBe(200);
    await lead.delete(`/api/relationships/${patient.personId}/${consentId}`);
    expect([(await readChart(colleague)).status, (await readChart(lead)).status]).toEqual([
      404, 404,
    ]);
    expect((await list())[0]).toMatchObject({ consentId, state: 'left' });
  });

  test('is left at once by who does not work there any more', async () => {
    await team();
    await addColleague();
    await server.proveFreshly(server.admin);
    expect((await member('DELETE', lead)).status).toBe(204);
    expect((await readChart(lead)).status).toBe(404);
    expect((await lead.get('/api/relationships/state')).json.relationships).toEqual([]);
    expect((await readChart(colleague)).status).toBe(200);
    await member('DELETE', colleague);
    expect((await readChart(colleague)).status).toBe(404);
    await member('PUT', lead);
    await member('PUT', colleague);
    await endAll();
  });
});
