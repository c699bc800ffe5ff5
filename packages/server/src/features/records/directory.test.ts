import { randomUUID } from 'node:crypto';
import { Client } from 'fhir-kit-client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import type { AnyJson } from '../../testing/any-json.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
/** Of the hospital. */
let doctor: TestCaller;
let nurse: TestCaller;
/** Of the practice alone. */
let other: TestCaller;
/** Of both. */
let both: TestCaller;
/** Of neither. */
let nobodys: TestCaller;
let hospital: string;
let practice: string;

async function found(name: string, ...members: readonly TestCaller[]): Promise<string> {
  const made = await server.admin.post('/api/organisations', { name });
  const id = String(made.json.organisationId);
  for (const { personId } of members) {
    const path = `/api/organisations/${id}/members/${personId}`;
    expect((await server.admin.send('PUT', path, {})).status).toBe(204);
  }
  return id;
}

beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  [doctor, nurse, other, both, nobodys] = [
    await server.join('provider'),
    await server.join('carer'),
    await server.join('radiologist'),
    await server.join('technologist'),
    await server.join('provider'),
  ];
  await server.proveFreshly(server.admin);
  hospital = await found('Hospital of the Test', doctor, nurse, both);
  practice = await found('Practice of the Test', other, both);
  await giveGrant(server, {
    kind: 'consent',
    patientId: patient.personId,
    granteeId: doctor.personId,
  });
}, 60_000);
afterAll(() => server.stop());

const practitioner = (family: string, more: object = {}) => ({
  resourceType: 'Practitioner',
  name: [{ family, given: ['Test'] }],
  ...more,
});
const medication = (text: string, more: object = {}) => ({
  resourceType: 'Medication',
  code: { text, coding: [{ system: 'http://example.org/drugs', code: text }] },
  ...more,
});
const put = (caller: TestCaller, path: string, body: object, headers = {}): Promise<Answer> =>
  caller.send('PUT', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/fhir+json', ...headers },
  });
const patch = (caller: TestCaller, path: string, body: object): Promise<Answer> =>
  caller.send('PATCH', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json-patch+json' },
  });

async function made(
  resource: { readonly resourceType: string },
  by = doctor,
): Promise<{ readonly address: string; readonly id: string; readonly json: AnyJson }> {
  const answer = await by.post(`/fhir/R4/${resource.resourceType}`, resource);
  expect([answer.status, answer.text.slice(0, 500)]).toMatchObject([201, {}]);
  const id = String(answer.json.id);
  return { address: `/fhir/R4/${resource.resourceType}/${id}`, id, json: answer.json };
}

const idsIn = ({ json }: Answer): readonly string[] =>
  (json.entry ?? []).map(({ resource }: AnyJson) => resource.id);

describe('an organisation’s directory', () => {
  test('is nothing to whoever does not work there', async () => {
    const { address, json } = await made(practitioner('Kept'));
    for (const [caller, status] of [
      [server.stranger(), 401],
      [patient, 404],
      [other, 404],
      [nobodys, 404],
      [await server.join('client'), 403],
      [server.admin, 403],
    ] as const) {
      expect((await caller.get(address)).status).toBe(status);
      expect((await caller.get(`${address}/_history`)).status).toBe(status);
      expect((await caller.get(`${address}/_history/1`)).status).toBe(status);
      expect((await put(caller, address, json)).status).toBe(status);
      const op = [{ op: 'replace', path: '/active', value: false }];
      expect((await patch(caller, address, op)).status).toBe(status);
      expect((await caller.send('DELETE', address, {})).status).toBe(status);
    }
    expect((await doctor.get(address)).json.meta.versionId).toBe('1');
  });

  test.each(['admin', 'client', 'provider', 'radiologist', 'carer', 'technologist'] as const)(
    'is kept by those who treat people, and by no %s who only is on its list',
    async (role) => {
      const member = await server.join(role);
      const mayKeep = role !== 'admin' && role !== 'client';
      const path = `/api/organisations/${hospital}/members/${member.personId}`;
      await server.proveFreshly(server.admin);
      expect((await server.admin.send('PUT', path, {})).status).toBe(204);
      const { address, json } = await made(practitioner(role));
      const statuses = [
        await member.get(address),
        await put(member, address, json),
        await member.get(`${address}/_history`),
        await member.get('/fhir/R4/Practitioner?family=Nobody'),
        await member.post('/fhir/R4/Practitioner', practitioner(role)),
        await member.send('DELETE', address, {}),
      ].map(({ status }) => status);
      expect(statuses).toEqual(
        mayKeep ? [200, 200, 200, 200, 201, 204] : [403, 403, 403, 403, 403, 403],
      );
    },
  );

  test('answers about what is another’s as about what is not there', async () => {
    const { address } = await made(practitioner('Unknown'));
    for (const caller of [patient, other, nobodys]) {
      const [theirs, nothing] = [
        await caller.get(address),
        await caller.get(`/fhir/R4/Practitioner/${randomUUID()}`),
      ];
      expect([theirs.status, theirs.json.issue[0].diagnostics]).toEqual([
        nothing.status,
        nothing.json.issue[0].diagnostics,
      ]);
    }
  });

  test('is kept by all who work there', async () => {
    const { address, json } = await made(practitioner('First'));
    expect((await nurse.get(address)).json).toEqual(json);
    const updated = await put(nurse, address, { ...json, active: true }, { 'if-match': 'W/"1"' });
    expect([updated.status, updated.headers.get('etag')]).toEqual([200, 'W/"2"']);
    const op = [{ op: 'replace', path: '/active', value: false }];
    expect((await patch(doctor, address, op)).json.meta.versionId).toBe('3');
    expect((await doctor.get(`${address}/_history/2`)).json.active).toBe(true);
    expect((await doctor.get(`${address}/_history/4`)).status).toBe(404);
    expect((await doctor.send('DELETE', address, {})).status).toBe(204);
    expect((await nurse.get(address)).status).toBe(410);
    expect((await patch(doctor, address, op)).status).toBe(410);
    expect((await doctor.send('DELETE', address, {})).status).toBe(204);
    const history = (await doctor.get(`${address}/_history`)).json;
    expect(history.entry.map((each: AnyJson) => each.request.method)).toEqual([
      'DELETE',
      'PUT',
      'PUT',
      'POST',
    ]);
    expect((await put(doctor, address, json)).status).toBe(201);
  });

  test('is not overwritten by who saw another version', async () => {
    const { address, json } = await made(practitioner('Late'));
    await put(doctor, address, json);
    const late = await put(nurse, address, json, { 'if-match': 'W/"1"' });
    expect([late.status, late.code]).toEqual([412, 'precondition_failed']);
    const headers = { 'if-match': 'W/"1"' };
    expect((await nurse.send('DELETE', address, { headers })).status).toBe(412);
  });

  test('takes what is valid, leads somewhere, and is of the address', async () => {
    const wrong = await doctor.post('/fhir/R4/Practitioner', practitioner('x', { gender: 1 }));
    expect([wrong.status, wrong.code]).toEqual([422, 'validation_failed']);
    const { id } = await made(practitioner('Role'));
    const role = (reference: string) => ({
      resourceType: 'PractitionerRole',
      practitioner: { reference },
    });
    await made(role(`Practitioner/${id}`));
    for (const [reference, by] of [
      [`Practitioner/${randomUUID()}`, doctor],
      [`Patient/${patient.personId}`, doctor],
      [`Practitioner/${id}`, other],
    ] as const) {
      const answer = await by.post('/fhir/R4/PractitionerRole', role(reference));
      expect([answer.status, answer.code]).toEqual([422, 'unresolved_reference']);
    }
    const elsewhere = await doctor.post('/fhir/R4/Location', practitioner('x'));
    expect(elsewhere.code).toBe('validation_failed');
  });

  test('makes what is there already once', async () => {
    const body = medication('once');
    const send = () =>
      doctor.send('POST', '/fhir/R4/Medication', {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/fhir+json', 'if-none-exist': 'code=once' },
      });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id]);
  });

  test('is searched, by pages, and never with another’s', async () => {
    const mine: string[] = [];
    for (const given of ['a', 'b', 'c'])
      mine.push(
        (await made(practitioner('Searched', { name: [{ family: 'Searched', given: [given] }] })))
          .id,
      );
    await made(practitioner('Searched'), other);
    const asked = '/fhir/R4/Practitioner?family=Searched';
    expect(idsIn(await nurse.get(asked)).toSorted()).toEqual(mine.toSorted());
    expect(idsIn(await nurse.get(`${asked}&given=b`))).toEqual([mine[1]]);
    expect((await both.get(asked)).json.total).toBe(4);
    expect((await both.get(`${asked}&_organization=${practice}`)).json.total).toBe(1);
    const of = `${asked}&_organization=`;
    expect((await both.get(`${of}${practice}&_organization=${hospital}`)).json.total).toBe(4);
    expect((await doctor.get(`${of}${practice}`)).status).toBe(404);
    const page = await both.get(`${asked}&_organization=${hospital}&_sort=given&_count=2`);
    const next = page.json.link.find((each: AnyJson) => each.relation === 'next').url;
    expect(next).not.toContain('family');
    const rest = await both.get(next.slice(next.indexOf('/fhir/')));
    expect([...idsIn(page), ...idsIn(rest)]).toEqual(mine);
    const form = await nurse.send('POST', '/fhir/R4/Practitioner/_search', {
      body: 'family=Searched&given=c',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(idsIn(form)).toEqual([mine[2]]);
    await nurse.send('DELETE', `/fhir/R4/Practitioner/${mine[0]}`, {});
    expect((await nurse.get(asked)).json.total).toBe(2);
  });

  test('of two is named by who works in both', async () => {
    const unsaid = await both.post('/fhir/R4/Practitioner', practitioner('Both'));
    expect([unsaid.status, unsaid.code]).toEqual([422, 'validation_failed']);
    const path = `/fhir/R4/Practitioner?_organization=${practice}`;
    const said = await both.post(path, practitioner('Both'));
    expect(said.status).toBe(201);
    const address = `/fhir/R4/Practitioner/${said.json.id}`;
    expect((await other.get(address)).status).toBe(200);
    expect((await doctor.get(address)).status).toBe(404);
    expect((await doctor.post(path, practitioner('Both'))).status).toBe(404);
    const chart = await patient.post(path, practitioner('Both'));
    expect([chart.status, chart.code]).toEqual([422, 'validation_failed']);
  });

  test('is closed with the next request to who left', async () => {
    const leaving = await server.join('provider');
    const organisation = await found('Left', leaving);
    const { address } = await made(practitioner('Left'), leaving);
    const path = `/api/organisations/${organisation}/members/${leaving.personId}`;
    expect((await server.admin.delete(path)).status).toBe(204);
    expect((await leaving.get(address)).status).toBe(404);
  });

  test('takes a batch, each entry by itself', async () => {
    const entry = [
      { resource: medication('batch'), request: { method: 'POST', url: 'Medication' } },
    ];
    const answer = await doctor.post('/fhir/R4', { resourceType: 'Bundle', type: 'batch', entry });
    expect(answer.json.entry[0].response.status).toBe('201');
    expect((await nurse.get('/fhir/R4/Medication?code=batch')).json.total).toBe(1);
  });

  test('is kept by a client that nobody here wrote', async () => {
    const client = new Client({
      baseUrl: `${server.url}/fhir/R4`,
      customHeaders: { cookie: doctor.cookie, 'wardkeep-csrf': doctor.csrfToken },
    });
    const body = { resourceType: 'Location', name: 'Ward', address: { city: 'Testburg' } };
    const { id }: AnyJson = await client.create({ resourceType: 'Location', body });
    const read: AnyJson = await client.read({ resourceType: 'Location', id });
    expect(read.name).toBe('Ward');
    const searchParams = { 'address-city': 'testburg' };
    const bundle: AnyJson = await client.search({ resourceType: 'Location', searchParams });
    expect(bundle.total).toBe(1);
    await client.delete({ resourceType: 'Location', id });
    await expect(client.read({ resourceType: 'Location', id })).rejects.toMatchObject({
      response: { status: 410 },
    });
  });
});

describe('a chart and a directory', () => {
  const prescription = (id: string) => ({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: `Patient/${patient.personId}` },
    medicationReference: { reference: `Medication/${id}`, display: 'Of the directory' },
  });

  test('are linked by who works there and writes the chart, and by nobody else', async () => {
    const { id } = await made(medication('linked'));
    const theirs = await made(medication('linked'), other);
    for (const [caller, medicationId] of [
      [patient, id],
      [doctor, theirs.id],
      [doctor, randomUUID()],
    ] as const) {
      const answer = await caller.post('/fhir/R4/MedicationRequest', prescription(medicationId));
      expect([answer.status, answer.code]).toEqual([422, 'unresolved_reference']);
    }
    const written = await doctor.post('/fhir/R4/MedicationRequest', prescription(id));
    expect(written.status).toBe(201);
    const address = `/fhir/R4/MedicationRequest/${written.json.id}`;
    expect((await patient.get(address)).json.medicationReference.display).toBe('Of the directory');
    expect((await patient.get(`/fhir/R4/Medication/${id}`)).status).toBe(404);
    // What stands there already is no reason to refuse the rest of a change.
    const changed = await put(patient, address, { ...written.json, priority: 'urgent' });
    expect([changed.status, changed.json.priority]).toEqual([200, 'urgent']);
  });

  test('are searched together by who sees both', async () => {
    const { id } = await made(medication('together'));
    const written = await doctor.post('/fhir/R4/MedicationRequest', prescription(id));
    const asked = `/fhir/R4/MedicationRequest?patient=${patient.personId}&_id=${written.json.id}&_include=MedicationRequest:medication`;
    expect(idsIn(await doctor.get(asked))).toEqual([written.json.id, id]);
    expect(idsIn(await patient.get(asked))).toEqual([written.json.id]);
    const chained = `/fhir/R4/MedicationRequest?patient=${patient.personId}&medication.code=together`;
    expect(idsIn(await doctor.get(chained))).toEqual([written.json.id]);
    expect(idsIn(await patient.get(chained))).toEqual([]);
  });

  test('tell nobody more than the terms by what is referred to', async () => {
    const label = {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: 'HIV',
    };
    const { id } = await made(medication('sensitive', { meta: { security: [label] } }));
    const written = await doctor.post('/fhir/R4/MedicationRequest', prescription(id));
    expect(written.status).toBe(201);
    const address = `/fhir/R4/MedicationRequest/${written.json.id}`;
    expect((await doctor.get(address)).status).toBe(404);
    expect((await patient.get(address)).status).toBe(200);
    await doctor.send('DELETE', `/fhir/R4/Medication/${id}`, {});
    expect((await doctor.get(address)).status).toBe(404);
  });

  test('stay apart for a patient who keeps a Practitioner of their own', async () => {
    const own = await made(practitioner('Own'), patient);
    expect((await patient.get(own.address)).status).toBe(200);
    const inChart = await doctor.get(`/fhir/R4/Practitioner?patient=${patient.personId}`);
    expect(idsIn(inChart)).toEqual([own.id]);
    expect(idsIn(await doctor.get('/fhir/R4/Practitioner?family=Own'))).toEqual([]);
  });
});

describe('what is stored of it', () => {
  test('is so much and no more of a type, with what was deleted', async () => {
    const keeper = await server.join('provider');
    await server.proveFreshly(server.admin);
    const full = await found('Full', keeper);
    await server.database.db.transaction((tx) =>
      sql`insert into directory_record
        select ${full}::uuid, 'Location', gen_random_uuid(), 1, true, ''::bytea, now()
        from generate_series(1, 10000)`.execute(queries(tx)),
    );
    const location = { resourceType: 'Location', name: 'One more' };
    const refused = await keeper.post('/fhir/R4/Location', location);
    expect([refused.status, refused.json.issue.at(-1).code]).toEqual([422, 'too-costly']);
    expect((await keeper.post('/fhir/R4/Practitioner', practitioner('x'))).status).toBe(201);
  });

  test('opens nowhere but where it was written', async () => {
    const [one, two] = [await made(medication('one')), await made(medication('two'))];
    const theirs = await made(medication('three'), other);
    await put(doctor, one.address, one.json);
    const row = (id: string, version: number) =>
      server.database.db.transaction((tx) =>
        queries(tx)
          .selectFrom('directory_record')
          .select(['sealed', 'written_at'])
          .where('resource_id', '=', id)
          .where('version', '=', version)
          .executeTakeFirstOrThrow(),
      );
    const move = async (
      from: { id: string; version: number },
      to: { id: string; version: number },
    ) => {
      const { sealed, written_at: writtenAt } = await row(from.id, from.version);
      await server.database.db.transaction((tx) =>
        queries(tx)
          .updateTable('directory_record')
          .set({ sealed, written_at: writtenAt })
          .where('resource_id', '=', to.id)
          .where('version', '=', to.version)
          .execute(),
      );
    };
    expect((await doctor.get(one.address)).status).toBe(200);
    await move({ id: one.id, version: 1 }, { id: one.id, version: 2 });
    expect((await doctor.get(one.address)).status).toBe(500);
    await move({ id: one.id, version: 1 }, { id: two.id, version: 1 });
    expect((await doctor.get(two.address)).status).toBe(500);
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('directory_record')
        .set({ organisation_id: hospital })
        .where('resource_id', '=', theirs.id)
        .execute(),
    );
    expect((await doctor.get(theirs.address)).status).toBe(500);
    await server.database.db.transaction((tx) =>
      queries(tx)
        .deleteFrom('directory_record')
        .where('resource_id', 'in', [one.id, two.id, theirs.id])
        .execute(),
    );
  });

  test('leaves an event about nobody, with what was read and refused', async () => {
    const { address, id } = await made(practitioner('Audited'));
    await doctor.get(address);
    await other.get(address);
    await server.proveFreshly(server.admin);
    const events = async (by: TestCaller, outcome: string) => {
      const path = `/api/audit/events?actor=${by.personId}&action=record.read&outcome=${outcome}`;
      return (await server.admin.get(path)).json.events;
    };
    expect((await events(doctor, 'success'))[0]).toMatchObject({
      patient: null,
      relationship: null,
    });
    expect((await events(other, 'refused'))[0]).toMatchObject({
      patient: null,
      reason: 'not_found',
    });
    const { gate } = server.wardkeep.state;
    const stored = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('audit_event').selectAll().where('detail_owner', 'is', null).execute(),
    );
    const details = stored.flatMap(({ event_id: eventId, event_type: type, detail }) =>
      type === 'record.read' && detail !== null
        ? [gate?.auditSealing.openUnowned(eventId, detail)]
        : [],
    );
    const entry = { type: 'Practitioner', id, version: 1 };
    const resources = [{ type: 'Directory', id: hospital }, entry];
    expect(details).toContainEqual(expect.objectContaining({ resources, count: 2 }));
  });
});
