import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import type { AnyJson } from '../../testing/any-json.ts';

let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;
let stranger: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  provider = await server.join('provider');
  stranger = await server.join('provider');
  await fill(patient, 'Muster', 'ada');
  await giveGrant(server, {
    patientId: patient.personId,
    granteeId: provider.personId,
    kind: 'consent',
    terms: { kinds: ['results'], sensitivities: [], mayWrite: false, mayShare: false },
  });
}, 60_000);
afterAll(() => server.stop());

const HIV = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };
const CODE = '29463-7';
const weight = (caller: TestCaller, value: number, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: CODE }] },
  subject: { reference: `Patient/${caller.personId}` },
  effectiveDateTime: `20${value}-01-01`,
  valueQuantity: { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  ...more,
});

/** A Patient, a Condition, and six Observations, of which one is sensitive. */
async function fill(caller: TestCaller, family: string, id: string): Promise<void> {
  const resources: readonly object[] = [
    {
      resourceType: 'Patient',
      identifier: [{ system: 'https://example.test/mrn', value: `MRN-${id}` }],
      name: [{ family, given: ['Ada'] }],
      telecom: [
        { system: 'phone', value: '+49 30 1234567' },
        { system: 'email', value: `${id}@example.test` },
      ],
      birthDate: '1980-02-03',
      gender: 'female',
    },
    {
      resourceType: 'Condition',
      code: { text: 'Cough' },
      subject: { reference: `Patient/${caller.personId}` },
    },
    ...[10, 11, 12, 13, 14].map((value) => weight(caller, value)),
    weight(caller, 15, { meta: { security: [HIV] } }),
  ];
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'POST', url: (resource as { resourceType: string }).resourceType },
  }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  const imported = await caller.post(`/api/patients/${caller.personId}/imports`, bundle);
  expect([imported.status, imported.text]).toMatchObject([200, {}]);
}

const values = ({ json }: Answer): number[] =>
  json.entry.map((each: AnyJson) => each.resource.valueQuantity?.value);
const nextOf = ({ json }: Answer): string | undefined => {
  const url = json.link.find((each: AnyJson) => each.relation === 'next')?.url;
  return url === undefined ? undefined : new URL(url).pathname + new URL(url).search;
};
const form = (caller: TestCaller, path: string, parameters: Record<string, string>) =>
  caller.send('POST', path, {
    body: new URLSearchParams(parameters).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('a search inside a chart', () => {
  test('is refused to who may not, and says to staff that it is about one patient', async () => {
    const path = `/fhir/R4/Observation?patient=${patient.personId}`;
    expect((await server.stranger().get(path)).status).toBe(401);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await server.admin.get(path)).status).toBe(403);
    const unnamed = await provider.get('/fhir/R4/Observation?code=x');
    expect([unnamed.status, unnamed.json.issue[0].code]).toEqual([422, 'required']);
  });

  test('says to staff who work in no organisation whose directory they would look into, or add to', async () => {
    const organization = { resourceType: 'Organization', name: 'Somewhere' };
    for (const answer of [
      await provider.get('/fhir/R4/Organization?name=Somewhere'),
      await provider.post('/fhir/R4/Organization', organization),
    ]) {
      expect([answer.status, answer.code]).toEqual([422, 'patient_required']);
      expect(answer.json.issue.at(-1)).toMatchObject({
        code: 'not-supported',
        diagnostics: expect.stringContaining('ask an administrator'),
      });
    }
    const inChart = `/fhir/R4/Organization?patient=${patient.personId}`;
    expect((await provider.get(inChart)).status).toBe(200);
    const guest = await server.signUp();
    expect((await guest.post('/fhir/R4/Organization', organization)).status).toBe(201);
  });

  test('finds by what is asked, in the order that is asked', async () => {
    const of = async (query: string) => values(await patient.get(`/fhir/R4/Observation?${query}`));
    expect(await of('_sort=date')).toEqual([10, 11, 12, 13, 14, 15]);
    expect(await of('_sort=-date&_count=2')).toEqual([15, 14]);
    expect(await of('value-quantity=gt13&_sort=date')).toEqual([14, 15]);
    expect(await of(`code=http://loinc.org|${CODE}&date=ge2012&date=lt2014&_sort=date`)).toEqual([
      12, 13,
    ]);
    expect(await of('code=other')).toEqual([]);
    expect(await of(`patient=Patient/${patient.personId}&_sort=date&_count=1`)).toEqual([10]);
    const here = `${server.url}/fhir/R4/Patient/${patient.personId}`;
    expect(await of(`subject=${here}&_sort=date&_count=1`)).toEqual([10]);
    expect(await of('subject=https://elsewhere.example/Patient/x')).toEqual([]);
  });

  test('by form finds the same, and says what it is about in no link to the next page', async () => {
    const sent = { 'value-quantity': 'gt11', _sort: 'date', _count: '2' };
    const first = await form(patient, '/fhir/R4/Observation/_search', sent);
    expect([first.status, values(first)]).toEqual([200, [12, 13]]);
    const next = nextOf(first) ?? '';
    expect(next).not.toContain('quantity');
    expect(values(await patient.get(next))).toEqual([14, 15]);
    const json = await patient.post('/fhir/R4/Observation/_search', {});
    expect(json.status).toBe(415);
  });

  test('counts, pages and tells nothing of what the caller does not see', async () => {
    const path = `/fhir/R4/Observation?patient=${patient.personId}`;
    const answer = await provider.get(`${path}&_sort=date&_count=3`);
    expect([answer.json.total, values(answer)]).toEqual([5, [10, 11, 12]]);
    const rest = await provider.get(nextOf(answer) ?? '');
    expect([values(rest), nextOf(rest)]).toEqual([[13, 14], undefined]);
    expect((await provider.get(`${path}&_security=HIV`)).json.total).toBe(0);
    expect((await patient.get(`${path}&_security=HIV`)).json.total).toBe(1);
    const conditions = `/fhir/R4/Condition?patient=${patient.personId}`;
    expect((await provider.get(conditions)).json.total).toBe(0);
    const count = await provider.get(`${path}&_summary=count`);
    expect([count.json.total, count.json.entry]).toEqual([5, []]);
  });

  test('includes what it refers to, as far as the caller sees it', async () => {
    const path = '/fhir/R4/Observation?_count=1&_include=Observation:subject';
    const answer = await patient.get(path);
    expect(answer.json.entry.map((each: AnyJson) => each.search.mode)).toEqual([
      'match',
      'include',
    ]);
    expect(answer.json.entry[1].resource.resourceType).toBe('Patient');
  });

  test('that can’t be understood is refused by the name of the parameter', async () => {
    const bad = await patient.get('/fhir/R4/Observation?unheard=Canary');
    expect([bad.status, bad.json.resourceType]).toEqual([422, 'OperationOutcome']);
    expect(bad.text).toContain('unheard');
    expect(bad.text).not.toContain('Canary');
    const lenient = { prefer: 'handling=lenient' };
    const passed = await patient.get('/fhir/R4/Observation?unheard=x&_count=1', lenient);
    expect(passed.json.entry.at(-1)).toMatchObject({ search: { mode: 'outcome' } });
  });

  test('with a parameter named __proto__ is refused, and not answered without it', async () => {
    const asked = await patient.get('/fhir/R4/Observation?__proto__=1');
    expect([asked.status, asked.code]).toEqual([422, 'validation_failed']);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const byForm = await patient.post('/fhir/R4/Observation/_search', '__proto__=1', form);
    expect(byForm.status).toBe(422);
  });

  test('notes as read what was told, and no more', async () => {
    await patient.get('/fhir/R4/Observation?_sort=date&_count=2');
    const log = await patient.get(`/api/patients/${patient.personId}/access-log`);
    const [last] = log.json.entries;
    expect([last.action, last.resourceCount]).toEqual(['record.search', 2]);
  });
});

describe('the link to the next page', () => {
  test('is of one caller, one chart and one search', async () => {
    const mine = nextOf(await patient.get('/fhir/R4/Observation?_count=2')) ?? '';
    const cursor = new URLSearchParams(mine.slice(mine.indexOf('?'))).get('_cursor') ?? '';
    expect(cursor).toMatch(/^\d+\.[\w-]{60,}$/);
    const query = `patient=${patient.personId}&_cursor=${cursor}`;
    for (const [caller, path] of [
      [provider, `/fhir/R4/Observation?${query}`],
      [patient, `/fhir/R4/Condition?${query}`],
      [patient, `/fhir/R4/Observation?${query.slice(0, -2)}`],
      [patient, '/fhir/R4/Observation?_cursor=x'],
    ] as const) {
      const answer = await caller.get(path);
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('_cursor')]);
    }
    expect((await patient.get(mine)).status).toBe(200);
  });
});

describe('everything', () => {
  test('is a whole chart, in pages', async () => {
    const seen: string[] = [];
    let next: string | undefined = `/fhir/R4/Patient/${patient.personId}/$everything?_count=3`;
    while (next !== undefined) {
      const page: Answer = await patient.get(next);
      expect([page.status, page.json.entry.length <= 3]).toEqual([200, true]);
      seen.push(...page.json.entry.map((each: AnyJson) => each.resource.resourceType));
      next = nextOf(page);
    }
    expect(seen.toSorted()).toEqual([
      'Condition',
      ...Array.from({ length: 6 }, () => 'Observation'),
      'Patient',
    ]);
  });

  test('is what the caller sees of it', async () => {
    const path = `/fhir/R4/Patient/${patient.personId}/$everything`;
    expect((await stranger.get(path)).status).toBe(404);
    expect((await provider.get(path)).json.entry).toHaveLength(6);
    expect((await provider.get(`${path}?_type=Condition,Observation`)).json.entry).toHaveLength(5);
    const later = new Date(Date.now() + 1000).toISOString();
    expect((await patient.get(`${path}?_since=${later}`)).json.entry).toEqual([]);
    expect((await patient.get(`${path}?_type=Nonsense`)).status).toBe(422);
  });

  test('in short is an IPS document', async () => {
    const path = `/fhir/R4/Patient/${patient.personId}/$summary`;
    expect((await stranger.get(path)).status).toBe(404);
    const { json } = await patient.get(path);
    expect([json.resourceType, json.type]).toEqual(['Bundle', 'document']);
    expect(json.entry[0].resource.resourceType).toBe('Composition');
  });
});

describe('a search across people', () => {
  let second: TestCaller;
  beforeAll(async () => {
    second = await server.signUp();
    await fill(second, 'Muster', 'bob');
  });
  const ids = ({ json }: Answer): string[] => json.entry.map((each: AnyJson) => each.resource.id);

  test.each([
    'identifier=https://example.test/mrn|MRN-ada',
    'identifier=MRN-ada',
    'email=ada@example.test',
    'phone=%2B49301234567',
    'family=muster&given=ada',
    'name=Muster',
    'birthdate=1980-02-03',
    'family=Muster&birthdate=1980-02-03&gender=female',
    'gender=female',
  ])('finds by %s whom the caller may read, and nobody else', async (query) => {
    expect(ids(await provider.get(`/fhir/R4/Patient?${query}`))).toEqual([patient.personId]);
    expect(ids(await patient.get(`/fhir/R4/Patient?${query}`))).toEqual([patient.personId]);
    expect(ids(await stranger.get(`/fhir/R4/Patient?${query}`))).toEqual([]);
    expect((await server.stranger().get(`/fhir/R4/Patient?${query}`)).status).toBe(401);
    expect((await server.admin.get(`/fhir/R4/Patient?${query}`)).status).toBe(403);
  });

  test('finds nobody by what is not so', async () => {
    for (const query of [
      'identifier=MRN-bob',
      'family=Other',
      'birthdate=1980-02-04',
      'family=Muster&gender=male',
    ])
      expect((await provider.get(`/fhir/R4/Patient?${query}`)).json, query).toMatchObject({
        total: 0,
        entry: [],
      });
  });

  test('by id finds whom the caller may read', async () => {
    const query = `_id=${patient.personId},${second.personId}`;
    expect(ids(await provider.get(`/fhir/R4/Patient?${query}`))).toEqual([patient.personId]);
    const more = await provider.get(
      `/fhir/R4/Patient?_id=${patient.personId}&_revinclude=Observation:subject`,
    );
    expect(more.json.entry).toHaveLength(6);
    const sent = { identifier: 'MRN-ada' };
    expect(ids(await form(provider, '/fhir/R4/Patient/_search', sent))).toEqual([patient.personId]);
  });

  test('goes through its pages in the order that is asked', async () => {
    const doctor = await server.join('provider');
    const people = [patient, second, await server.signUp()];
    await fill(people[2] ?? patient, 'Anders', 'cyd');
    for (const { personId } of people)
      await giveGrant(server, {
        patientId: personId,
        granteeId: doctor.personId,
        kind: 'consent',
        terms: { kinds: ['results'], sensitivities: [], mayWrite: false, mayShare: false },
      });
    const whole = await doctor.get('/fhir/R4/Patient?gender=female&_sort=family,_id');
    expect([whole.json.total, nextOf(whole)]).toEqual([3, undefined]);
    const first = await doctor.get('/fhir/R4/Patient?gender=female&_sort=family,_id&_count=2');
    const next = nextOf(first) ?? '';
    expect([first.json.total, next]).toEqual([3, expect.stringMatching(/_cursor=[^&]+$/)]);
    const rest = await doctor.get(next);
    expect([...ids(first), ...ids(rest)]).toEqual(ids(whole));
    expect([ids(whole)[0], nextOf(rest)]).toEqual([people[2]?.personId, undefined]);
    expect((await patient.get(next)).status).toBe(422);
    expect((await stranger.get(next)).status).toBe(422);
  });

  test('is on record for the caller and for who was told, and for nobody else', async () => {
    const told = async (caller: TestCaller) =>
      (await caller.get(`/api/patients/${caller.personId}/access-log`)).json.entries.filter(
        (each: AnyJson) => each.action === 'record.find' && each.actor.kind === 'person',
      ).length;
    const [before, others] = [await told(patient), await told(second)];
    const events = await server.countEvents({ action: 'record.find', outcome: 'success' });
    await provider.get('/fhir/R4/Patient?identifier=MRN-ada');
    await provider.get('/fhir/R4/Patient?identifier=MRN-bob');
    await provider.get('/fhir/R4/Patient?family=Muster&gender=male');
    expect(await told(patient)).toBe(before + 1);
    expect(await told(second)).toBe(others);
    expect((await server.countEvents({ action: 'record.find', outcome: 'success' })) - events).toBe(
      4,
    );
  });

  test('of whom was deleted finds nobody', async () => {
    const guest = await server.signUp();
    await fill(guest, 'Passing', 'eve');
    const path = `/fhir/R4/Patient?identifier=MRN-eve`;
    expect(ids(await guest.get(path))).toEqual([guest.personId]);
    await guest.send('DELETE', `/fhir/R4/Patient/${guest.personId}`, {});
    expect(ids(await guest.get(path))).toEqual([]);
  });

  test('keeps keyed tokens alone, of which those that many share are short', async () => {
    const rows = await server.database.db.transaction((tx) =>
      queries(tx)
        .selectFrom('person_index')
        .select(['field', 'token'])
        .where('owner_id', '=', patient.personId)
        .execute(),
    );
    const lengths = new Map(rows.map(({ field, token }) => [field, token.length]));
    expect(Object.fromEntries(lengths)).toMatchObject({
      'find.identifier': 16,
      'find.email': 16,
      'find.phone': 4,
      'find.family': 3,
      'find.given': 2,
      'find.birthdate': 2,
    });
  });
});
