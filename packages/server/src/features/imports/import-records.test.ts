import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 180_000);
afterAll(() => server.stop());

const NDJSON = { 'content-type': 'application/fhir+ndjson' };
const XML = { 'content-type': 'application/xml' };
const send = (
  to: TestCaller,
  body: unknown,
  {
    query = '',
    headers = {},
    of = to.personId,
  }: { query?: string; headers?: Record<string, string>; of?: string } = {},
): Promise<Answer> => to.post(`/api/patients/${of}/imports${query}`, body, headers);

const subject = { reference: 'Patient/p1' };
const condition = (id: string, more: object = {}) => ({
  resourceType: 'Condition',
  id,
  subject,
  code: { text: 'Something' },
  ...more,
});
const person = {
  resourceType: 'Patient',
  id: 'p1',
  birthDate: '1980-02-03',
  name: [{ family: 'Test' }],
};
const lines = (...resources: readonly (object | string)[]): string =>
  resources.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
const everything = async (of: TestCaller): Promise<{ resourceType: string; id: string }[]> => {
  const bundle = (await of.get(`/fhir/R4/Patient/${of.personId}/$everything?_count=500`)).json;
  return bundle.entry.map((each: { resource: object }) => each.resource);
};

describe('a record about a Patient at another address than the file’s own', () => {
  const elsewhere = { subject: { reference: 'https://hospital.example/fhir/Patient/p2' } };

  test('is left out of lines, and says so', async () => {
    const patient = await server.signUp();
    const body = lines(person, condition('c1'), condition('c2', elsewhere));
    const { json } = await send(patient, body, { headers: NDJSON });
    expect(json.notTaken).toMatchObject([{ where: 'line 3', code: 'another_person' }]);
    expect((await everything(patient)).map(({ resourceType }) => resourceType).toSorted()).toEqual([
      'Condition',
      'Patient',
    ]);
  });

  test('refuses a Bundle', async () => {
    const patient = await server.signUp();
    const resources = [person, condition('c2', elsewhere)];
    const entry = resources.map((resource) => ({
      fullUrl: `https://hospital.example/fhir/${resource.resourceType}/${resource.id}`,
      resource,
    }));
    const sent = await send(patient, { resourceType: 'Bundle', type: 'collection', entry });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('entry[1].resource');
  });
});

describe('an import into one chart', () => {
  test('is refused to strangers, other patients and administrators, in every format', async () => {
    const patient = await server.signUp();
    const other = await server.signUp();
    for (const headers of [{}, NDJSON, XML]) {
      const of = patient.personId;
      const body = JSON.stringify(onePatientBundle('Intruder'));
      const answers = [];
      for (const caller of [server.stranger(), other, server.admin])
        answers.push(await send(caller, body, { headers, of }));
      expect(answers.map(({ code }) => code)).toEqual(['not_signed_in', 'not_found', 'forbidden']);
    }
    expect((await patient.get(`/api/patients/${patient.personId}/chart`)).json.patient).toBeNull();
  });

  test('takes Bundles that say what is, and FHIR of no other kind', async () => {
    for (const type of ['collection', 'document', 'searchset', 'batch']) {
      const patient = await server.signUp();
      const entry = [person, condition('c1')].map((resource) => ({
        fullUrl: `https://elsewhere.example/fhir/${resource.resourceType}/${resource.id}`,
        resource,
        request: { method: 'PUT', url: 'x' },
      }));
      const answer = await send(patient, { resourceType: 'Bundle', type, entry });
      expect(answer.json, type).toMatchObject({ imported: 2, unchanged: 0, notTakenCount: 0 });
    }
    const patient = await server.signUp();
    const plain = await send(patient, 'x', { headers: { 'content-type': 'text/plain' } });
    expect(plain.code).toBe('bad_media_type');
  });

  test('of NDJSON takes what is right, says what is not, and quotes nothing', async () => {
    const patient = await server.signUp();
    const body = lines(
      person,
      condition('c1'),
      '{"resourceType":"Condition"',
      condition('c2', { subject: { reference: 'Patient/secret-other' } }),
      condition('c3', { encounter: { reference: 'Encounter/secret-away' } }),
      condition('c4', { clinicalStatus: 'secret-wrong' }),
      { resourceType: 'Patiant' },
      condition('c1', { code: { text: 'again' } }),
      condition('c5', { recorder: { reference: 'Practitioner?identifier=urn:npi|17' } }),
      { resourceType: 'Practitioner', id: 'd', identifier: [{ system: 'urn:npi', value: '17' }] },
    );
    const answer = await send(patient, body, { headers: NDJSON });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).not.toContain('secret');
    const { imported, byType, notTaken } = answer.json;
    expect([imported, byType]).toEqual([5, { Condition: 3, Patient: 1, Practitioner: 1 }]);
    expect(
      notTaken.map((each: { where: string; code: string }) => `${each.where} ${each.code}`).sort(),
    ).toEqual([
      'line 3 unreadable',
      'line 4 another_person',
      'line 5 unresolved_reference',
      'line 6.clinicalStatus invalid',
      'line 7.resourceType unreadable',
      'line 8 duplicate',
    ]);
    const stored = await everything(patient);
    const doctor = stored.find(({ resourceType }) => resourceType === 'Practitioner');
    const text = JSON.stringify(stored);
    expect(text).toContain(`"recorder":{"reference":"Practitioner/${doctor?.id}"}`);
    expect(text).toContain('"encounter":{"identifier":{');
    expect(text).not.toContain('secret-other');

    const again = (await send(patient, body, { headers: NDJSON })).json;
    expect([again.imported, again.unchanged]).toEqual([0, 5]);
    const strict = await send(patient, body, { headers: NDJSON, query: '?mode=strict' });
    expect([strict.status, strict.code]).toEqual([422, 'validation_failed']);
    expect(await everything(patient)).toEqual(stored);
  });

  test('of a Bundle is whole or nothing, unless it is asked to be lenient', async () => {
    const patient = await server.signUp();
    const bundle = onePatientBundle('Test', [condition('x', { subject: undefined })]);
    const strict = await send(patient, bundle);
    expect([strict.status, strict.code]).toEqual([422, 'validation_failed']);
    expect(strict.json.errors[0].path).toBe('entry[2].resource.subject');
    expect((await patient.get(`/api/patients/${patient.personId}/chart`)).json.counts).toEqual({});
    const lenient = (await send(patient, bundle, { query: '?mode=lenient' })).json;
    expect([lenient.imported, lenient.notTakenCount]).toEqual([2, 1]);
    const deletes = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url: 'Condition/1' } }],
    };
    expect((await send(patient, deletes)).code).toBe('not_supported');
  });

  test('leaves deleted what somebody deleted here, and says so, unless it is asked for', async () => {
    const patient = await server.signUp();
    const body = lines(person, condition('c1'), condition('c2'));
    await send(patient, body, { headers: NDJSON });
    const [gone] = (await everything(patient)).filter((each) => each.resourceType === 'Condition');
    expect((await patient.delete(`/fhir/R4/Condition/${gone?.id}`)).status).toBeLessThan(300);
    for (const mode of ['strict', 'lenient']) {
      const again = await send(patient, body, { headers: NDJSON, query: `?mode=${mode}` });
      expect(again.json, mode).toMatchObject({ imported: 0, unchanged: 2, notTakenCount: 1 });
      expect(again.json.notTaken[0].code).toBe('deleted_here');
    }
    expect(await everything(patient)).toHaveLength(2);
    const revived = await send(patient, body, { headers: NDJSON, query: '?revive=true' });
    expect(revived.json).toMatchObject({ imported: 1, unchanged: 2, notTakenCount: 0 });
    expect(await everything(patient)).toHaveLength(3);
  });

  test('of what came out of the chart changes nothing', async () => {
    const patient = await server.signUp();
    await send(patient, onePatientBundle('Round'));
    const before = await everything(patient);
    const bundle = (await patient.get(`/api/patients/${patient.personId}/exports/fhir`)).json;
    expect((await send(patient, bundle)).json).toMatchObject({ imported: 0, unchanged: 2 });
    expect(await everything(patient)).toEqual(before);
  });

  test('changes nothing that the server says of the chart, and takes no id of another type', async () => {
    const patient = await server.signUp();
    const consent = {
      resourceType: 'Consent',
      id: 'x1',
      status: 'active',
      scope: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' },
        ],
      },
      category: [{ text: 'x' }],
      patient: subject,
      policyRule: { text: 'x' },
    };
    await send(patient, lines(person, consent, condition('c1')), { headers: NDJSON });
    const stored = await everything(patient);
    const [had] = stored.filter(({ resourceType }) => resourceType === 'Consent');
    const changed = lines({ ...had, status: 'inactive' });
    const refused = await send(patient, changed, { headers: NDJSON, query: '?mode=strict' });
    expect([refused.status, refused.code]).toEqual([403, 'out_of_scope']);
    expect((await send(patient, changed, { headers: NDJSON })).json.notTakenCount).toBe(1);
    const ofOther = { resourceType: 'Basic', id: had?.id, code: { text: 'x' } };
    expect((await send(patient, lines(ofOther), { headers: NDJSON })).json.imported).toBe(1);
    expect(await everything(patient)).toHaveLength(stored.length + 1);
  });

  test('of two people’s records, or another’s, is refused', async () => {
    const patient = await server.signUp();
    const two = lines(person, { ...person, id: 'p2' });
    expect((await send(patient, two, { headers: NDJSON })).code).toBe('validation_failed');
    const withNumber = (value: string) =>
      lines({ ...person, identifier: [{ system: 'urn:clinic', value }] });
    await send(patient, withNumber('1'), { headers: NDJSON });
    const other = await send(patient, withNumber('2'), { headers: NDJSON });
    expect([other.status, other.code]).toEqual([409, 'chart_belongs_to_another']);
  });
});

const bulk = sharedData('fhir/bulk-ndjson/10-patients');
const ccda = sharedData('ccda');

describe.skipIf(bulk === undefined || ccda === undefined)(
  'files of others (needs ../shared/data)',
  () => {
    test('one patient of a Bulk Data export: every line is taken', async () => {
      const patient = await server.signUp();
      const { text, count } = oneOfBulk(bulk ?? '');
      const answer = await send(patient, text, { headers: NDJSON });
      expect(answer.status, answer.text.slice(0, 500)).toBe(200);
      const { imported, notTaken } = answer.json;
      expect(count).toBeGreaterThan(100);
      expect([
        imported,
        notTaken.filter((each: { code: string }) => each.code === 'invalid'),
      ]).toEqual([count, []]);
    }, 60_000);

    test('a C-CDA document: sections become records, and the original is kept, sealed', async () => {
      const patient = await server.signUp();
      const [file] = readdirSync(path.join(ccda ?? '', 'Documents'), { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.xml'))
        .toSorted();
      const xml = readFileSync(path.join(ccda ?? '', 'Documents', file ?? ''), 'utf8');
      const answer = await send(patient, xml, { headers: XML });
      expect(answer.status, answer.text.slice(0, 500)).toBe(200);
      const { imported, byType, documentId, notTaken } = answer.json;
      expect(imported).toBeGreaterThan(5);
      expect(byType).toMatchObject({ Patient: 1, Composition: 1 });
      for (const { code } of notTaken) expect(['not_supported', 'invalid']).toContain(code);
      const kept = `/api/patients/${patient.personId}/documents/${documentId}/content`;
      const original = await patient.get(kept);
      expect(original.headers.get('content-type')).toContain('application/xml');
      expect(original.text).toBe(xml);

      const again = (await send(patient, xml, { headers: XML })).json;
      expect(again).toMatchObject({ imported: 0, unchanged: imported, documentId: null });
      const documents = (await patient.get(`/api/patients/${patient.personId}/documents`)).json;
      expect(documents.documents).toHaveLength(1);
    }, 60_000);

    test('what is no C-CDA document is refused in words', async () => {
      const patient = await server.signUp();
      for (const body of ['<a', '<html/>', '<!DOCTYPE a [<!ENTITY b "c">]><ClinicalDocument/>']) {
        const answer = await send(patient, body, { headers: XML });
        expect([answer.status, answer.code], body).toEqual([422, 'validation_failed']);
        expect(answer.json.detail.length).toBeGreaterThan(30);
      }
    });
  },
);

/** The first patient of the export: what is about them, and everybody whom that names. */
function oneOfBulk(directory: string): { readonly text: string; readonly count: number } {
  const all = readdirSync(directory)
    .filter((name) => /\.ndjson(\.gz)?$/.test(name) && !name.startsWith('log'))
    .flatMap((name) => {
      const bytes = readFileSync(path.join(directory, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      return text.split('\n').filter((line) => line !== '');
    });
  const first = all.find((line) => line.startsWith('{"resourceType":"Patient"')) ?? '';
  const { id } = JSON.parse(first) as { id: string };
  const own = all.filter(
    (line) => line.includes(`"Patient/${id}"`) || line === first || !line.includes('"Patient/'),
  );
  const others = own.filter(
    (line) => line === first || !line.startsWith('{"resourceType":"Patient"'),
  );
  return { text: others.join('\n'), count: others.length };
}
