import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import type { AnyJson } from '../../testing/any-json.ts';

let server: TestServer;
let patient: TestCaller;
let other: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  other = await server.signUp();
}, 60_000);
afterAll(() => server.stop());

const weight = (value: number, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Body weight', coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  subject: { reference: `Patient/${patient.personId}` },
  effectiveDateTime: '2020-01-01',
  valueQuantity: { value, unit: 'kg' },
  ...more,
});
const put = (caller: TestCaller, path: string, body: object, headers = {}): Promise<Answer> =>
  caller.send('PUT', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/fhir+json', ...headers },
  });
const patch = (caller: TestCaller, path: string, body: object, headers = {}): Promise<Answer> =>
  caller.send('PATCH', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json-patch+json', ...headers },
  });
const remove = (caller: TestCaller, path: string, headers = {}): Promise<Answer> =>
  caller.send('DELETE', path, { headers });

async function made(value = 70, more: object = {}): Promise<{ address: string; json: AnyJson }> {
  const answer = await patient.post('/fhir/R4/Observation', weight(value, more));
  expect([answer.status, answer.text.slice(0, 500)]).toMatchObject([201, {}]);
  return { address: `/fhir/R4/Observation/${answer.json.id}`, json: answer.json };
}

describe('a subject by the whole address of this server', () => {
  const at = (personId: string) => ({
    subject: { reference: `${server.url}/fhir/R4/Patient/${personId}` },
  });

  test('is whose chart it goes into, as by its relative one', async () => {
    const own = await patient.post('/fhir/R4/Observation', weight(70, at(patient.personId)));
    expect([own.status, own.json.subject]).toEqual([
      201,
      { reference: `Patient/${patient.personId}` },
    ]);
    const about = await patient.post('/fhir/R4/Observation', weight(70, at(other.personId)));
    const nobody = await patient.post('/fhir/R4/Observation', weight(70, at(randomUUID())));
    expect([about.status, nobody.status]).toEqual([404, 404]);
    const entries = [own.json, weight(70, at(other.personId))].map(({ id: _id, ...resource }) => ({
      resource,
      request: { method: 'POST', url: 'Observation' },
    }));
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: entries };
    expect((await patient.post('/fhir/R4', bundle)).status).toBe(422);
  });

  test('counts in what a record is changed into, too', async () => {
    const { address, json } = await made();
    expect((await put(patient, address, { ...json, ...at(other.personId) })).status).toBe(422);
  });
});

describe('a record that is changed', () => {
  test('is changed by nobody who may not', async () => {
    const { address, json } = await made();
    for (const [caller, status] of [
      [server.stranger(), 401],
      [other, 404],
      [server.admin, 403],
    ] as const) {
      expect((await put(caller, address, json)).status).toBe(status);
      expect((await remove(caller, address)).status).toBe(status);
      const op = [{ op: 'replace', path: '/status', value: 'amended' }];
      expect((await patch(caller, address, op)).status).toBe(status);
      expect((await caller.get(`${address}/_history`)).status).toBe(status);
      expect((await caller.get(`${address}/_history/1`)).status).toBe(status);
    }
    expect((await patient.get(address)).json.meta.versionId).toBe('1');
  });

  test('has headers of its version, and says which is the next', async () => {
    const { address, json } = await made();
    const answer = await put(patient, address, { ...json, status: 'amended' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, 'W/"2"']);
    expect(answer.headers.get('location')).toMatch(/\/fhir\/R4\/Observation\/[^/]+\/_history\/2$/);
    expect(Date.parse(answer.headers.get('last-modified') ?? '')).toBeGreaterThan(0);
    expect(answer.json).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
  });

  test('is not overwritten by who saw another version', async () => {
    const { address, json } = await made();
    await put(patient, address, { ...json, status: 'amended' });
    const late = await put(
      patient,
      address,
      { ...json, status: 'corrected' },
      { 'if-match': 'W/"1"' },
    );
    expect([late.status, late.code]).toEqual([412, 'precondition_failed']);
    expect((await remove(patient, address, { 'if-match': 'W/"1"' })).status).toBe(412);
    const inTime = await put(patient, address, json, { 'if-match': 'W/"2"' });
    expect([inTime.status, inTime.json.meta.versionId]).toEqual([200, '3']);
    expect((await put(patient, address, json, { 'if-match': 'nonsense' })).status).toBe(422);
  });

  test('has the id of its address, and is there already', async () => {
    const { address, json } = await made();
    expect((await put(patient, address, { ...json, id: randomUUID() })).status).toBe(422);
    const nowhere = randomUUID();
    const unknown = await put(patient, `/fhir/R4/Observation/${nowhere}`, { ...json, id: nowhere });
    expect([unknown.status, unknown.json.resourceType]).toEqual([404, 'OperationOutcome']);
    const asOther = { resourceType: 'Basic', id: json.id, code: { text: 'x' } };
    expect((await put(patient, `/fhir/R4/Basic/${json.id}`, asOther)).status).toBe(404);
  });

  test('stays in its chart', async () => {
    const { address, json } = await made();
    const elsewhere = { ...json, subject: { reference: `Patient/${other.personId}` } };
    expect((await put(patient, address, elsewhere)).code).toBe('unresolved_reference');
  });

  test('answers as little as was asked for', async () => {
    const { address, json } = await made();
    const minimal = await put(patient, address, json, { prefer: 'return=minimal' });
    expect([minimal.status, minimal.text]).toEqual([200, '']);
    const outcome = await put(patient, address, json, { prefer: 'return=OperationOutcome' });
    expect(outcome.json).toMatchObject({ resourceType: 'OperationOutcome' });
  });
});

describe('a record that is deleted', () => {
  test('is gone, and its history says so', async () => {
    const { address, json } = await made();
    await put(patient, address, { ...json, status: 'amended' });
    const deleted = await remove(patient, address);
    expect([deleted.status, deleted.headers.get('etag'), deleted.text]).toEqual([204, 'W/"3"', '']);
    const read = await patient.get(address);
    expect([read.status, read.code, read.json.issue[0].code]).toEqual([410, 'gone', 'deleted']);
    expect((await other.get(address)).status).toBe(404);
    expect((await remove(patient, address)).status).toBe(204);
    const history = (await patient.get(`${address}/_history`)).json;
    expect(history.type).toBe('history');
    expect(
      history.entry.map((each: AnyJson) => [each.request.method, each.resource?.status]),
    ).toEqual([
      ['DELETE', undefined],
      ['PUT', 'amended'],
      ['POST', 'final'],
    ]);
    expect((await patient.get(`${address}/_history/3`)).status).toBe(410);
    expect((await patient.get(`${address}/_history/2`)).json.status).toBe('amended');
    expect((await patient.get(`${address}/_history/4`)).status).toBe(404);
    expect((await patient.get(`${address}/_history/x`)).status).toBe(404);
  });

  test('comes back as its next version', async () => {
    const { address, json } = await made();
    await remove(patient, address);
    const back = await put(patient, address, json);
    expect([back.status, back.json.meta.versionId]).toEqual([201, '3']);
    expect((await patient.get(address)).status).toBe(200);
    const history = (await patient.get(`${address}/_history`)).json;
    expect(history.entry.map((each: AnyJson) => each.request.method)).toEqual([
      'POST',
      'DELETE',
      'POST',
    ]);
  });

  test('comes back with the file that it came from where that is asked for, and stays deleted else', async () => {
    const guest = await server.signUp();
    const file = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:40000000-0000-4000-8000-000000000001',
          resource: { resourceType: 'Basic', code: { text: 'x' } },
          request: { method: 'POST', url: 'Basic' },
        },
      ],
    };
    const imports = `/api/patients/${guest.personId}/imports`;
    expect((await guest.post(imports, file)).status).toBe(200);
    const found = (await guest.get('/fhir/R4/Basic')).json;
    const address = `/fhir/R4/Basic/${found.entry[0].resource.id}`;
    expect((await remove(guest, address)).status).toBe(204);
    expect((await guest.get('/fhir/R4/Basic')).json.total).toBe(0);
    const again = await guest.post(imports, file);
    expect([again.json.imported, again.text]).toEqual([0, expect.stringContaining('deleted_here')]);
    expect((await guest.get(address)).status).toBe(410);
    const revived = await guest.post(`${imports}?revive=true`, file);
    expect(revived.json).toMatchObject({ imported: 1 });
    expect((await guest.get(address)).json.meta.versionId).toBe('3');
  });

  test('says nothing in the open of the database', async () => {
    const { address, json } = await made();
    await remove(patient, address);
    const rows = await server.database.db.transaction((tx) =>
      queries(tx)
        .selectFrom('resource_history')
        .selectAll()
        .where('resource_id', '=', json.id)
        .orderBy('version')
        .execute(),
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2]);
    expect(JSON.stringify(rows)).not.toMatch(/tombstone|deleted/i);
  });
});

describe('history', () => {
  test('comes in pages, newest first', async () => {
    const { address, json } = await made();
    for (const status of ['preliminary', 'final', 'amended'])
      await put(patient, address, { ...json, status });
    const first = (await patient.get(`${address}/_history?_count=3`)).json;
    expect(first.entry.map((each: AnyJson) => each.response.etag)).toEqual([
      'W/"4"',
      'W/"3"',
      'W/"2"',
    ]);
    const next = first.link.find((each: AnyJson) => each.relation === 'next').url;
    const second = (await patient.get(new URL(next).pathname + new URL(next).search)).json;
    expect(second.entry.map((each: AnyJson) => each.request.method)).toEqual(['POST']);
    expect(second.link).toHaveLength(1);
  });

  test('of what is not seen now is not seen, also where an older version could be', async () => {
    const provider = await server.join('provider');
    const guest = await server.signUp();
    await giveGrant(server, {
      patientId: guest.personId,
      granteeId: provider.personId,
      kind: 'consent',
      terms: { kinds: ['results'], sensitivities: [], mayWrite: true, mayShare: false },
    });
    const subject = { reference: `Patient/${guest.personId}` };
    const plain = weight(70, { subject });
    const { id } = (await guest.post('/fhir/R4/Observation', plain)).json;
    const address = `/fhir/R4/Observation/${id}`;
    expect((await provider.get(`${address}/_history`)).json.entry).toHaveLength(1);
    const HIV = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };
    const hidden = { ...plain, id, meta: { security: [HIV] } };
    expect((await put(guest, address, hidden)).status).toBe(200);
    for (const path of [address, `${address}/_history`, `${address}/_history/1`])
      expect((await provider.get(path)).status, path).toBe(404);
    expect((await put(provider, address, { ...plain, id })).status).toBe(404);
    expect((await remove(provider, address)).status).toBe(404);
    expect((await remove(guest, address)).status).toBe(204);
    expect((await provider.get(address)).status).toBe(404);
    expect((await put(provider, address, { ...plain, id })).status).toBe(404);
    expect((await guest.get(address)).status).toBe(410);
  });
});

describe('a technologist, who sees less than is stored', () => {
  test('changes nothing, in a transaction either', async () => {
    const guest = await server.signUp();
    const technologist = await server.join('technologist');
    await giveGrant(server, {
      patientId: guest.personId,
      granteeId: technologist.personId,
      kind: 'consent',
      terms: { kinds: ['results'], sensitivities: [], mayWrite: true, mayShare: false },
    });
    const plain = weight(70, { subject: { reference: `Patient/${guest.personId}` } });
    const { id } = (await guest.post('/fhir/R4/Observation', plain)).json;
    const address = `/fhir/R4/Observation/${id}`;
    expect((await put(technologist, address, { ...plain, id })).status).toBe(403);
    expect((await remove(technologist, address)).status).toBe(403);
    const added = await technologist.post('/fhir/R4/Observation', plain);
    expect(added.status).toBe(201);
    for (const request of [
      { method: 'DELETE', url: `Observation/${id}` },
      { method: 'PUT', url: `Observation/${id}` },
    ]) {
      const resource = request.method === 'PUT' ? { resource: { ...plain, id } } : {};
      const entry = [{ ...resource, request }];
      const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
      expect((await technologist.post('/fhir/R4', bundle)).code).toBe('out_of_scope');
    }
    expect((await guest.get(address)).json.meta.versionId).toBe('1');
  });
});

describe('a patch', () => {
  test('changes what it names', async () => {
    const { address } = await made();
    const answer = await patch(patient, address, [
      { op: 'test', path: '/status', value: 'final' },
      { op: 'replace', path: '/status', value: 'amended' },
      { op: 'add', path: '/note', value: [{ text: 'again' }] },
    ]);
    expect([answer.status, answer.json.status, answer.json.meta.versionId]).toEqual([
      200,
      'amended',
      '2',
    ]);
  });

  test.each([
    ['tests for another value', [{ op: 'test', path: '/status', value: 'amended' }], 409],
    ['names a place that is not there', [{ op: 'remove', path: '/note/0' }], 409],
    [
      'makes another resource of it',
      [{ op: 'replace', path: '/resourceType', value: 'Basic' }],
      422,
    ],
    ['makes another id of it', [{ op: 'replace', path: '/id', value: 'x' }], 422],
    ['leaves it invalid', [{ op: 'remove', path: '/code' }], 422],
    ['has an operation of its own', [{ op: 'merge', path: '/code' }], 422],
    ['is none', { op: 'remove', path: '/code' }, 422],
  ])('that %s changes nothing', async (_title, body, status) => {
    const { address } = await made();
    const answer = await patch(patient, address, body);
    expect([answer.status, answer.json.resourceType]).toEqual([status, 'OperationOutcome']);
    expect((await patient.get(address)).json.meta.versionId).toBe('1');
  });

  test('of another format is refused', async () => {
    const { address } = await made();
    const answer = await patient.send('PATCH', address, {
      body: '[]',
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.code]).toEqual([415, 'bad_media_type']);
  });
});

describe('reading', () => {
  test('what the client has already is not sent again, and is on record all the same', async () => {
    const { address } = await made();
    const first = await patient.get(address);
    const before = await server.countEvents({ action: 'record.read', outcome: 'success' });
    const etag = { 'if-none-match': first.headers.get('etag') ?? '' };
    const again = await patient.get(address, etag);
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', 'W/"1"']);
    const modified = { 'if-modified-since': first.headers.get('last-modified') ?? '' };
    expect((await patient.get(address, modified)).status).toBe(304);
    expect((await patient.get(address, { 'if-none-match': 'W/"2"' })).status).toBe(200);
    const after = await server.countEvents({ action: 'record.read', outcome: 'success' });
    expect(after - before).toBe(3);
  });

  test('in another format is refused', async () => {
    const { address } = await made();
    for (const answer of [
      await patient.get(`${address}?_format=xml`),
      await patient.get(address, { accept: 'application/fhir+xml' }),
      await patient.get(address, { accept: 'application/fhir+json; fhirVersion=3.0' }),
    ])
      expect([answer.status, answer.json.resourceType]).toEqual([406, 'OperationOutcome']);
    for (const format of ['json', 'application/fhir+json', 'application/fhir%2Bjson'])
      expect((await patient.get(`${address}?_format=${format}`)).status).toBe(200);
    const xml = await patient.post('/fhir/R4/Basic', '<Basic/>', { 'content-type': 'text/xml' });
    expect([xml.status, xml.json.resourceType]).toEqual([415, 'OperationOutcome']);
  });

  test('a part of it says that it is a part', async () => {
    const { address } = await made();
    const part = (await patient.get(`${address}?_elements=status`)).json;
    expect(part).toMatchObject({ status: 'final', meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(part.valueQuantity).toBeUndefined();
    expect((await patient.get(`${address}?_summary=true`)).json.meta.tag).toHaveLength(1);
  });
});

describe('validation', () => {
  test('refuses what is not FHIR R4, by its place and without its value', async () => {
    const wrong = weight(70, { status: 'Canary-Value', unknown: 1 });
    const answer = await patient.post('/fhir/R4/Observation', wrong);
    expect([answer.status, answer.json.resourceType]).toEqual([422, 'OperationOutcome']);
    const places = answer.json.issue.flatMap((each: AnyJson) => each.expression ?? []);
    expect(places).toEqual(expect.arrayContaining(['Observation.status', 'Observation.unknown']));
    expect(answer.text).not.toContain('Canary');
  });

  test('of a file says which entry is wrong, and stores nothing of it', async () => {
    const guest = await server.signUp();
    const entry = (resource: object) => ({ resource, request: { method: 'POST', url: 'Basic' } });
    const file = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry({ resourceType: 'Basic', code: { text: 'x' } }),
        entry({ resourceType: 'Basic' }),
      ],
    };
    for (const path of [`/api/patients/${guest.personId}/imports`, '/fhir/R4']) {
      const answer = await guest.post(path, file);
      expect([answer.status, answer.code]).toEqual([422, 'validation_failed']);
      expect(answer.text).toContain('entry[1].resource');
      expect(answer.text).not.toContain('entry[0]');
    }
    expect((await guest.get('/fhir/R4/Basic')).json.total).toBe(0);
  });

  test('can be asked for, and keeps nothing', async () => {
    expect((await server.stranger().post('/fhir/R4/Basic/$validate', {})).status).toBe(401);
    const fine = await patient.post('/fhir/R4/Observation/$validate', weight(1));
    expect([fine.status, fine.json.issue[0].severity]).toEqual([200, 'information']);
    const bad = await patient.post('/fhir/R4/Observation/$validate', weight(1, { status: 1 }));
    expect([bad.status, bad.json.issue[0].severity]).toEqual([200, 'error']);
    const asParameters = await patient.post('/fhir/R4/Basic/$validate', {
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource: { resourceType: 'Basic', code: { text: 'x' } } }],
    });
    expect(asParameters.json.issue[0].severity).toBe('information');
    const id = randomUUID();
    const other = await patient.post(`/fhir/R4/Observation/${id}/$validate`, weight(1));
    expect(other.json.issue[0].severity).toBe('error');
  });
});
