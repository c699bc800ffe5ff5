import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let admin: TestCaller;
let lead: TestCaller;
let colleague: TestCaller;
let third: TestCaller;
let patient: TestCaller;
let hospital: string;

const membersAt = (organisationId: string) => `/api/organisations/${organisationId}/members`;
const teamOf = (someone: TestCaller) => `/api/patients/${someone.personId}/care-team`;
const chartOf = (someone: TestCaller) => `/api/patients/${someone.personId}/chart`;
const add = (organisationId: string, member: TestCaller) =>
  admin.send('PUT', `${membersAt(organisationId)}/${member.personId}`, {});
const addColleague = (caller: TestCaller, of: TestCaller, member: TestCaller) =>
  caller.send('PUT', `${teamOf(of)}/${member.personId}`, {});

async function found(name: string): Promise<string> {
  const made = await admin.post('/api/organisations', { name });
  expect(made.status).toBe(200);
  return String(made.json.organisationId);
}

beforeAll(async () => {
  server = await startTestServer({
    settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' },
  });
  ({ admin } = server);
  patient = await server.signUp('Test Patient');
  [lead, colleague, third] = [
    await server.join('provider'),
    await server.join('radiologist'),
    await server.join('carer'),
  ];
  await server.proveFreshly(admin);
  hospital = await found('Hospital of the Test');
});
afterAll(() => server.stop());

describe('an organisation', () => {
  test('is made, named and seen by administrators alone', async () => {
    for (const caller of [patient, lead]) {
      expect((await caller.post('/api/organisations', { name: 'x' })).code).toBe('forbidden');
      expect((await caller.get('/api/organisations')).code).toBe('forbidden');
      const path = `${membersAt(hospital)}/${caller.personId}`;
      expect((await caller.send('PUT', path, {})).code).toBe('forbidden');
    }
  });

  test('is listed with who works there, and renamed', async () => {
    const id = await found('  Practice  ');
    expect((await add(id, lead)).status).toBe(204);
    const body = JSON.stringify({ name: 'Practice by the River' });
    const headers = { 'content-type': 'application/json' };
    const renamed = await admin.send('PUT', `/api/organisations/${id}`, { body, headers });
    expect(renamed.status).toBe(204);
    const listed = (await admin.get('/api/organisations')).json.organisations.find(
      (each: { organisationId: string }) => each.organisationId === id,
    );
    expect(listed).toMatchObject({
      name: 'Practice by the River',
      members: [{ personId: lead.personId, role: 'provider', displayName: 'Test Colleague' }],
    });
    expect((await admin.delete(`${membersAt(id)}/${lead.personId}`)).status).toBe(204);
    expect((await admin.delete(`${membersAt(id)}/${lead.personId}`)).code).toBe('not_found');
  });

  test('is told of to those who work there, to nobody else, and no more once they left', async () => {
    const own = '/api/account/organisations';
    const id = await found('Practice at the Mill');
    expect((await patient.get(own)).code).toBe('forbidden');
    await add(id, third);
    expect((await third.get(own)).json).toEqual({
      organisations: [{ organisationId: id, name: 'Practice at the Mill' }],
    });
    expect((await lead.get(own)).json).toEqual({ organisations: [] });
    await admin.delete(`${membersAt(id)}/${third.personId}`);
    expect((await third.get(own)).json).toEqual({ organisations: [] });
  });

  test('takes no patient, nobody who is unknown, and exists', async () => {
    expect((await add(hospital, patient)).code).toBe('validation_failed');
    const unknown = new TestCaller(server.url);
    unknown.personId = randomUUID();
    expect((await add(hospital, unknown)).code).toBe('not_found');
    expect((await add(randomUUID(), lead)).code).toBe('not_found');
  });

  test('has its name nowhere in the open', async () => {
    const rows = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('organisation').select('sealed').execute(),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows)
      expect(Buffer.from(sealed).toString('latin1')).not.toContain('Hospital');
  });
});

describe('a care team', () => {
  let team: string;
  beforeAll(async () => {
    for (const member of [lead, colleague, third]) await add(hospital, member);
    const given = await giveGrant(server, {
      patientId: patient.personId,
      kind: 'care-team',
      granteeId: lead.personId,
      organisationId: hospital,
    });
    team = given.grantId;
  });

  test('is not there for who is not in it, whatever else they were granted', async () => {
    const family = await server.join('carer');
    await giveGrant(server, {
      patientId: patient.personId,
      kind: 'consent',
      granteeId: family.personId,
    });
    expect((await family.get(chartOf(patient))).status).toBe(200);
    expect((await family.get(teamOf(patient))).code).toBe('not_found');
    expect((await addColleague(family, patient, third)).code).toBe('not_found');
    expect((await colleague.get(teamOf(patient))).code).toBe('not_found');
    expect((await admin.get(teamOf(patient))).code).toBe('forbidden');
  });

  test('shows its lead and which colleagues could be added', async () => {
    const { json } = await lead.get(teamOf(patient));
    expect(json.members).toEqual([
      {
        grantId: team,
        personId: lead.personId,
        displayName: 'Test Colleague',
        role: 'provider',
        organisation: 'Hospital of the Test',
        isLead: true,
      },
    ]);
    const ids = json.colleagues.map(({ personId }: { personId: string }) => personId);
    expect(new Set(ids)).toEqual(new Set([colleague.personId, third.personId]));
  });

  test('takes a colleague once, who sees the chart at once, and tells the patient once', async () => {
    expect((await colleague.get(chartOf(patient))).code).toBe('not_found');
    expect((await addColleague(lead, patient, colleague)).status).toBe(204);
    expect((await addColleague(lead, patient, colleague)).status).toBe(204);
    expect((await colleague.get(chartOf(patient))).status).toBe(200);
    const mails = (await openOutbox(server)).filter(
      ({ template }) => template === 'care-team-joined',
    );
    expect(mails.map(({ personId }) => personId)).toEqual([patient.personId]);
    const { members, colleagues } = (await patient.get(teamOf(patient))).json;
    expect(members.map((each: { isLead: boolean }) => each.isLead).toSorted()).toEqual([
      false,
      true,
    ]);
    expect(colleagues).toEqual([]);
  });

  test('takes nobody of another organisation, no administrator, no client and no patient', async () => {
    const elsewhere = await server.join('provider');
    const client = await server.join('client');
    await server.proveFreshly(admin);
    await add(await found('Elsewhere'), elsewhere);
    await add(hospital, client);
    await add(hospital, admin);
    for (const each of [elsewhere, client, admin, patient])
      expect((await addColleague(lead, patient, each)).code).toBe('not_found');
  });

  test('lets a colleague add another, below the same grant, and not take out others', async () => {
    expect((await addColleague(colleague, patient, third)).status).toBe(204);
    expect((await third.get(chartOf(patient))).status).toBe(200);
    expect((await colleague.delete(`${teamOf(patient)}/${third.personId}`)).code).toBe(
      'out_of_scope',
    );
    expect((await colleague.delete(`${teamOf(patient)}/${lead.personId}`)).code).toBe(
      'out_of_scope',
    );
    expect((await lead.delete(`${teamOf(patient)}/${third.personId}`)).status).toBe(204);
    expect((await third.get(chartOf(patient))).code).toBe('not_found');
  });

  test('loses who leaves the organisation at once, and they are not back with a new membership', async () => {
    await server.proveFreshly(admin);
    await admin.delete(`${membersAt(hospital)}/${colleague.personId}`);
    expect((await colleague.get(chartOf(patient))).code).toBe('not_found');
    await add(hospital, colleague);
    expect((await colleague.get(chartOf(patient))).code).toBe('not_found');
  });

  test('lets in nobody whose membership was written into the database', async () => {
    expect((await addColleague(lead, patient, third)).status).toBe(204);
    const change = (columns: { readonly since: Date }) =>
      server.database.db.transaction((tx) =>
        queries(tx)
          .updateTable('organisation_member')
          .set(columns)
          .where('person_id', '=', third.personId)
          .execute(),
      );
    await change({ since: new Date(0) });
    expect((await third.get(chartOf(patient))).code).toBe('not_found');
    expect((await patient.get(teamOf(patient))).json.members).toHaveLength(1);
  });

  test('ends whole when the patient takes out its lead', async () => {
    await addColleague(lead, patient, colleague);
    expect((await colleague.get(chartOf(patient))).status).toBe(200);
    expect((await patient.delete(`${teamOf(patient)}/${lead.personId}`)).status).toBe(204);
    expect((await lead.get(chartOf(patient))).code).toBe('not_found');
    expect((await colleague.get(chartOf(patient))).code).toBe('not_found');
    expect((await patient.get(teamOf(patient))).json.members).toEqual([]);
  });
});
