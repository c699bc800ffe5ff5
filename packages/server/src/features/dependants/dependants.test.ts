import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { queries } from '../../db/queries.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { ALL_BUT_SENSITIVE, agree } from '../../testing/consent-offers.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import { MAIL_TO_NOWHERE, openOutbox, tokenIn } from '../../testing/opened-outbox.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';

let server: TestServer;
let mother: TestCaller;
let stranger: TestCaller;

beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  mother = await server.signUp('Test Mother');
  stranger = await server.signUp('Test Stranger');
});
afterEach(() => void vi.useRealTimers());
afterAll(() => server.stop());

const chartOf = (personId: string) => `/api/patients/${personId}/chart`;
const guardiansOf = (personId: string) => `/api/patients/${personId}/guardians`;
const tokensOf = async (template: string) =>
  (await openOutbox(server)).filter((mail) => mail.template === template).map(tokenIn);

function yearsAgo(years: number, days = 0): string {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - years);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

async function addChild(guardian: TestCaller, birthDate = yearsAgo(8)): Promise<string> {
  const added = await guardian.post('/api/dependants', { displayName: 'Kim Test', birthDate });
  expect(added.text).toContain('patientId');
  return String(added.json.patientId);
}

async function offerTo(guardian: TestCaller, child: string, email: string | null) {
  const offered = await guardian.post(guardiansOf(child), { email });
  expect(offered.status).toBe(200);
  return String(offered.json.link).split('#')[1] ?? '';
}

describe('a dependant', () => {
  test('is added by patients alone, with a birth date of somebody who is not of age', async () => {
    const body = { displayName: 'Kim Test', birthDate: yearsAgo(8) };
    expect((await server.admin.post('/api/dependants', body)).code).toBe('forbidden');
    expect((await server.stranger().post('/api/dependants', body)).status).toBe(401);
    for (const birthDate of [yearsAgo(0, 2), yearsAgo(18)])
      expect((await mother.post('/api/dependants', { ...body, birthDate })).code).toBe(
        'validation_failed',
      );
    expect(await countPeople()).toBe(await countAccounts());
  });

  test('has a chart that their guardian reads and writes, and nobody else', async () => {
    const child = await addChild(mother);
    const chart = await mother.get(chartOf(child));
    expect(chart.json.patient).toMatchObject({ name: 'Kim Test', birthDate: yearsAgo(8) });
    expect((await stranger.get(chartOf(child))).code).toBe('not_found');
    expect((await server.admin.get(chartOf(child))).code).toBe('forbidden');
    const document = { title: 'Letter', fileName: 'letter.pdf' };
    const made = await mother.post(`/api/patients/${child}/documents`, document);
    expect(made.status).toBe(200);
    const { patient } = (await mother.get(chartOf(mother.personId))).json;
    expect(patient, 'and it is another chart than the guardian’s own').toBeNull();
  });

  test('gets a file that another system made of the same person', async () => {
    const child = await addChild(mother, '2020-03-04');
    const bundle = onePatientBundle('Test') as { entry: { resource: object }[] };
    const [first] = bundle.entry;
    const resource = {
      ...first?.resource,
      birthDate: '2020-03-04',
      name: [{ family: 'Test', given: ['Kim'] }],
    };
    const same = { ...bundle, entry: [{ ...first, resource }] };
    expect((await mother.post(`/api/patients/${child}/imports`, same)).status).toBe(200);
    const other = { ...resource, birthDate: '2020-03-05' };
    const wrong = { ...bundle, entry: [{ ...first, resource: other }] };
    expect((await mother.post(`/api/patients/${child}/imports`, wrong)).code).toBe(
      'chart_belongs_to_another',
    );
  });

  test('is closed to guardians on the day of the age, who may hand over all the same', async () => {
    const child = await addChild(mother, yearsAgo(18, 1));
    expect((await mother.get(chartOf(child))).status).toBe(200);
    const { endsOn } = (await mother.get(guardiansOf(child))).json;
    expect(endsOn).toBe(new Date().toISOString().slice(0, 10));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 60 * 60_000 });
    const later = await server.signIn('person1@example.test');
    await server.proveFreshly(later);
    expect((await later.get(chartOf(child))).code).toBe('not_found');
    expect((await later.get(guardiansOf(child))).code).toBe('not_found');
    expect((await later.post(guardiansOf(child), { email: null })).code).toBe('not_found');
    const body = { email: 'of-age@example.test' };
    expect((await later.post(`/api/patients/${child}/hand-over`, body)).status).toBe(200);
  });

  test('is at most one of twenty', async () => {
    const many = await server.signUp();
    for (let added = 0; added < 20; added += 1) await addChild(many);
    const body = { displayName: 'Kim Test', birthDate: yearsAgo(8) };
    expect((await many.post('/api/dependants', body)).code).toBe('validation_failed');
  }, 20_000);
});

describe('another guardian', () => {
  test('needs a fresh proof of the first, and the right address', async () => {
    const child = await addChild(mother);
    const father = await server.signUp('Test Father');
    const cautious = await server.signUp();
    const other = await addChild(cautious);
    await makeProofsStale(server, cautious.personId);
    expect((await cautious.post(guardiansOf(other), { email: null })).code).toBe('step_up_needed');
    const email = await emailOf(father);
    const token = await offerTo(mother, child, email);
    expect(await tokensOf('guardian-offer')).toContain(token);
    expect((await stranger.post('/api/guardianships', { token })).code).toBe('link_invalid');
    const open = await offerTo(mother, child, null);
    const staff = server.admin.post('/api/guardianships', { token: open });
    expect((await staff).code).toBe('forbidden');
    expect((await father.get(chartOf(child))).code).toBe('not_found');
    expect((await father.post('/api/guardianships', { token })).json).toEqual({ patientId: child });
    expect((await father.get(chartOf(child))).status).toBe(200);
    expect((await father.post('/api/guardianships', { token })).code).toBe('link_invalid');
    const told = (await openOutbox(server)).filter(
      ({ template }) => template === 'guardian-joined',
    );
    expect(told.map(({ personId }) => personId)).toEqual([mother.personId]);
    const { guardians } = (await father.get(guardiansOf(child))).json;
    const names = guardians.map((each: { displayName: string }) => each.displayName);
    expect(names.toSorted()).toEqual(['Test Father', 'Test Mother']);
  });

  test('comes once of two who take the same link at once', async () => {
    const child = await addChild(mother);
    const token = await offerTo(mother, child, null);
    const two = [await server.signUp(), await server.signUp()];
    const answers = await Promise.all(
      two.map((each) => each.post('/api/guardianships', { token })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
    expect((await mother.get(guardiansOf(child))).json.guardians).toHaveLength(2);
  });

  test('is not there twice, and spends the link', async () => {
    const child = await addChild(mother);
    const token = await offerTo(mother, child, null);
    expect((await mother.post('/api/guardianships', { token })).status).toBe(200);
    expect((await mother.get(guardiansOf(child))).json.guardians).toHaveLength(1);
    expect((await stranger.post('/api/guardianships', { token })).code).toBe('link_invalid');
  });

  test('can step back, the first can take them out, and the last one stays', async () => {
    const child = await addChild(mother);
    const [aunt, uncle] = [await server.signUp(), await server.signUp()];
    for (const each of [aunt, uncle])
      await each.post('/api/guardianships', { token: await offerTo(mother, child, null) });
    const held = (await mother.get(guardiansOf(child))).json.guardians as {
      grantId: string;
      personId: string;
    }[];
    const pathOf = ({ personId }: TestCaller) =>
      `${guardiansOf(child)}/${held.find((each) => each.personId === personId)?.grantId}`;
    expect((await stranger.delete(pathOf(aunt))).code).toBe('not_found');
    expect((await aunt.delete(pathOf(mother))).code).toBe('out_of_scope');
    expect((await aunt.delete(pathOf(aunt))).status).toBe(204);
    expect((await aunt.get(chartOf(child))).code).toBe('not_found');
    expect((await mother.delete(pathOf(uncle))).status).toBe(204);
    expect((await uncle.get(chartOf(child))).code).toBe('not_found');
    expect((await mother.delete(pathOf(mother))).code).toBe('out_of_scope');
    expect((await mother.get(chartOf(child))).status).toBe(200);
  });

  test('who was taken out lets nobody in by a link that they made before', async () => {
    const first = await server.signUp();
    const child = await addChild(first);
    const aunt = await server.signUp();
    await aunt.post('/api/guardianships', { token: await offerTo(first, child, null) });
    const token = await offerTo(aunt, child, null);
    const held = (await first.get(guardiansOf(child))).json.guardians as {
      grantId: string;
      personId: string;
    }[];
    const theirs = held.find(({ personId }) => personId === aunt.personId)?.grantId;
    expect((await first.delete(`${guardiansOf(child)}/${theirs}`)).status).toBe(204);
    expect((await stranger.post('/api/guardianships', { token })).status).toBe(404);
    expect((await stranger.get(chartOf(child))).code).toBe('not_found');
    const next = await offerTo(first, child, null);
    const uncle = await server.signUp();
    expect((await uncle.post('/api/guardianships', { token: next })).status).toBe(200);
  });

  test('who is past the age sees no more than a consent that they hold beside', async () => {
    const first = await server.signUp();
    const child = await addChild(first, yearsAgo(18, 1));
    const aunt = await server.signUp();
    await aunt.post('/api/guardianships', { token: await offerTo(first, child, null) });
    const subject = { reference: `Patient/${child}` };
    const condition = { resourceType: 'Condition', subject, code: { text: 'Hay fever' } };
    expect((await first.post('/fhir/R4/Condition', condition)).status).toBe(201);
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['immunizations' as const], mayWrite: true };
    const { consentId } = await agree(first, aunt, { of: child, terms });
    // What a guardian consents to ends with them; this one does not.
    await giveGrant(server, { kind: 'consent', patientId: child, granteeId: aunt.personId, terms });
    expect((await aunt.get(chartOf(child))).json.conditions).toHaveLength(1);
    const email = await emailOf(aunt);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 60 * 60_000 });
    const later = await server.signIn(email);
    await server.proveFreshly(later);
    const chart = await later.get(chartOf(child));
    expect([chart.status, chart.json.conditions]).toEqual([200, []]);
    expect((await later.post('/fhir/R4/Condition', condition)).code).toBe('out_of_scope');
    expect((await later.get(`/fhir/R4/Consent/${consentId}`)).code).toBe('not_found');
    expect((await later.get(`/api/patients/${child}/consents`)).code).toBe('not_found');
  });

  test('of two who step back at once, one stays', async () => {
    const child = await addChild(mother);
    const aunt = await server.signUp();
    await aunt.post('/api/guardianships', { token: await offerTo(mother, child, null) });
    const held = (await mother.get(guardiansOf(child))).json.guardians as {
      grantId: string;
      personId: string;
    }[];
    const leave = (caller: TestCaller) => {
      const own = held.find(({ personId }) => personId === caller.personId);
      return caller.delete(`${guardiansOf(child)}/${own?.grantId}`);
    };
    const answers = await Promise.all([leave(mother), leave(aunt)]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test('is nobody who was written into the database', async () => {
    const child = await addChild(mother);
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('access_grant')
        .set({ grantee_id: stranger.personId })
        .where('patient_id', '=', child)
        .execute(),
    );
    expect((await stranger.get(chartOf(child))).code).toBe('not_found');
    expect((await mother.get(chartOf(child))).code).toBe('not_found');
  });
});

describe('handing over', () => {
  const accept = (token: string, more: object = {}) =>
    server.stranger().post('/api/hand-overs', {
      token,
      password: PASSWORD,
      displayName: 'Kim Test',
      ...more,
    });
  const offer = async (guardian: TestCaller, child: string, email: string) => {
    const offered = await guardian.post(`/api/patients/${child}/hand-over`, { email });
    expect(offered.text).toContain('hand-over#');
    return String(offered.json.link).split('#')[1] ?? '';
  };

  test('is a guardian’s, and nobody’s with a wrong link', async () => {
    const child = await addChild(mother);
    const path = `/api/patients/${child}/hand-over`;
    expect((await stranger.post(path, { email: 'x@example.test' })).code).toBe('not_found');
    expect((await accept('1.x')).code).toBe('link_invalid');
    const guardianToken = await offerTo(mother, child, null);
    expect((await accept(guardianToken)).code).toBe('link_invalid');
  });

  test('makes an account on the same chart, and ends every guardian’s access with the answer', async () => {
    const child = await addChild(mother);
    const aunt = await server.signUp();
    await aunt.post('/api/guardianships', { token: await offerTo(mother, child, null) });
    const open = await offerTo(mother, child, null);
    const older = await offer(mother, child, 'kim@example.test');
    const token = await offer(mother, child, 'kim@example.test');
    expect(await tokensOf('hand-over')).toContain(token);
    expect((await accept(older)).code).toBe('link_invalid');
    expect((await accept(token, { password: 'short' })).code).toBe('validation_failed');
    expect((await accept(token, { password: 'password12345678' })).code).toBe('password_refused');

    const kim = server.stranger();
    await kim.begin('/api/hand-overs', { token, password: PASSWORD, displayName: 'Kim Test' });
    expect(kim.personId).toBe(child);
    expect((await kim.get(chartOf(child))).json.patient.name).toBe('Kim Test');
    for (const guardian of [mother, aunt]) {
      expect((await guardian.get(chartOf(child))).code).toBe('not_found');
      const again = { email: 'mother@example.test' };
      expect((await guardian.post(`/api/patients/${child}/hand-over`, again)).code).toBe(
        'not_found',
      );
    }
    expect((await accept(token)).code).toBe('link_invalid');
    expect((await stranger.post('/api/guardianships', { token: open })).code).toBe('link_invalid');
    const told = (await openOutbox(server)).filter(({ template }) => template === 'handed-over');
    expect(new Set(told.map(({ personId }) => personId))).toEqual(
      new Set([mother.personId, aunt.personId]),
    );
    expect((await server.signIn('kim@example.test')).personId).toBe(child);
  });

  test('to an address that has an account changes nothing', async () => {
    const child = await addChild(mother);
    const token = await offer(mother, child, await emailOf(stranger));
    expect((await accept(token)).code).toBe('email_unavailable');
    expect((await mother.get(chartOf(child))).status).toBe(200);
  });

  test('works no more once whoever made the link is guardian no more', async () => {
    const child = await addChild(mother);
    const aunt = await server.signUp();
    await aunt.post('/api/guardianships', { token: await offerTo(mother, child, null) });
    const token = await offer(aunt, child, 'late@example.test');
    const held = (await aunt.get(guardiansOf(child))).json.guardians as {
      grantId: string;
      personId: string;
    }[];
    const own = held.find(({ personId }) => personId === aunt.personId)?.grantId;
    expect((await aunt.delete(`${guardiansOf(child)}/${own}`)).status).toBe(204);
    expect((await accept(token)).code).toBe('link_invalid');
    expect((await mother.get(chartOf(child))).status).toBe(200);
  });
});

async function emailOf(caller: TestCaller): Promise<string> {
  return String((await caller.get('/api/account')).json.email);
}

function countPeople(): Promise<number> {
  return server.database.db.transaction(async (tx) => {
    const rows = await queries(tx).selectFrom('person').select('person_id').execute();
    return rows.length;
  });
}

function countAccounts(): Promise<number> {
  return server.database.db.transaction(async (tx) => {
    const rows = await queries(tx).selectFrom('account').select('person_id').execute();
    return rows.length;
  });
}
