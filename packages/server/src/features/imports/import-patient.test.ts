import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../../tools/shared-data.ts';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let provider: TestCaller;
let colleague: TestCaller;
let hospital: string;
let elsewhere: string;

beforeAll(async () => {
  server = await startTestServer();
  [provider, colleague] = [await server.join('provider'), await server.join('provider')];
  await server.proveFreshly(server.admin);
  [hospital, elsewhere] = [await found('Hospital'), await found('Elsewhere')];
  for (const member of [provider, colleague])
    await server.admin.send('PUT', `/api/organisations/${hospital}/members/${member.personId}`, {});
}, 180_000);
afterAll(() => server.stop());

async function found(name: string): Promise<string> {
  return String((await server.admin.post('/api/organisations', { name })).json.organisationId);
}

const bring = (by: TestCaller, body: unknown, to = hospital, query = ''): Promise<Answer> =>
  by.post(`/api/organisations/${to}/imports${query}`, body);

function patientFile(
  number: string,
  more: readonly object[] = [],
  birthDate = '1980-02-03',
): object {
  const patient = {
    resourceType: 'Patient',
    identifier: [{ system: 'urn:clinic', value: number }],
    name: [{ family: `Family${number}`, given: ['Test'] }],
    birthDate,
  };
  const about = `urn:uuid:50000000-0000-4000-8000-00000000000${number.slice(-1)}`;
  const condition = {
    resourceType: 'Condition',
    subject: { reference: about },
    code: { text: 'x' },
  };
  const entry = [patient, condition, ...more].map((resource, index) => ({
    fullUrl: index === 0 ? about : `urn:uuid:5000000${index}-0000-4000-8000-000000000000`,
    resource,
    request: { method: 'POST', url: 'X' },
  }));
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

async function people(): Promise<number> {
  return server.database.db.transaction(async (tx) => {
    const rows = await queries(tx).selectFrom('person').select('person_id').execute();
    return rows.length;
  });
}

describe('bringing a patient along', () => {
  test('is for providers who work there, with a proof of the last minutes', async () => {
    const before = await people();
    const outsider = await server.join('provider');
    const stale = await server.join('provider');
    await server.proveFreshly(server.admin);
    await server.admin.send('PUT', `/api/organisations/${hospital}/members/${stale.personId}`, {});
    await makeProofsStale(server, stale.personId);
    const patient = await server.signUp();
    const carer = await server.join('carer');
    const made = (await people()) - before;
    const answers = [];
    for (const caller of [server.stranger(), patient, carer, server.admin, outsider, stale])
      answers.push(await bring(caller, patientFile('1')));
    answers.push(await bring(provider, patientFile('1'), elsewhere));
    expect(answers.map(({ code }) => code).join(' ')).toBe(
      'not_signed_in forbidden forbidden forbidden not_found step_up_needed not_found',
    );
    expect((await people()) - before, 'nobody was made').toBe(made);
  }, 60_000);

  test('makes a person with a chart, in the care of who brought them', async () => {
    const answer = await bring(provider, patientFile('10'));
    expect(answer.status, answer.text).toBe(200);
    const { patientId, isNew, imported } = answer.json;
    expect([isNew, imported]).toEqual([true, 2]);
    const chart = (await provider.get(`/api/patients/${patientId}/chart`)).json;
    expect([chart.patient.name, chart.counts]).toEqual([
      'Test Family10',
      { Condition: 1, Patient: 1 },
    ]);
    const search = await provider.get('/fhir/R4/Patient?identifier=urn:clinic|10');
    expect(search.json.entry[0].resource.id).toBe(patientId);
    const team = (await provider.get(`/api/patients/${patientId}/care-team`)).json;
    expect(JSON.stringify(team)).toContain(provider.personId);
    expect((await colleague.get(`/api/patients/${patientId}/chart`)).code).toBe('not_found');
    expect(await server.countEvents({ action: 'patient.import', outcome: 'success' })).toBe(1);
    const created = await provider.post('/fhir/R4/Condition', {
      resourceType: 'Condition',
      subject: { reference: `Patient/${patientId}` },
      code: { text: 'new' },
    });
    expect(created.status, 'and the importer goes on writing').toBe(201);
  });

  test('again changes nothing, and what is new goes into the same chart', async () => {
    const first = (await bring(provider, patientFile('20'))).json;
    const again = (await bring(provider, patientFile('20'))).json;
    expect(again).toMatchObject({
      patientId: first.patientId,
      isNew: false,
      imported: 0,
      unchanged: 2,
    });
    const more = { resourceType: 'Basic', code: { text: 'more' } };
    const grown = (await bring(provider, patientFile('20', [more]))).json;
    expect(grown).toMatchObject({ patientId: first.patientId, imported: 1, unchanged: 2 });
  });

  test('of somebody whom only others know makes another chart: nothing is learnt', async () => {
    const [one, other] = [
      (await bring(provider, patientFile('30'))).json,
      (await bring(colleague, patientFile('30'))).json,
    ];
    expect([one.isNew, other.isNew]).toEqual([true, true]);
    expect(other.patientId).not.toBe(one.patientId);
    expect(Object.keys(other)).toEqual(Object.keys(one));
    expect({ ...other, patientId: '' }).toEqual({ ...one, patientId: '' });
  });

  test('of one patient twice at once makes one person', async () => {
    const before = await people();
    const answers = await Promise.all([1, 2, 3].map(() => bring(provider, patientFile('40'))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ json }) => json.patientId)).size).toBe(1);
    expect((await people()) - before).toBe(1);
  });

  test('leaves nothing of a file that is wrong, and does not keep others out', async () => {
    const before = await people();
    const broken = { resourceType: 'Condition', code: { text: 'about nobody' } };
    const [wrong, right] = await Promise.all([
      bring(provider, patientFile('50', [broken])),
      bring(provider, patientFile('51')),
    ]);
    expect([wrong.code, right.status]).toEqual(['validation_failed', 200]);
    const lenient = await bring(provider, patientFile('50', [broken]), hospital, '?mode=lenient');
    expect(lenient.json).toMatchObject({ isNew: true, imported: 2, notTakenCount: 1 });
    expect((await people()) - before).toBe(2);
  });

  test('asks for a Patient, one, with an identifier, and not with another birth date', async () => {
    const without = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Basic', code: {} } }],
    };
    expect((await bring(provider, without)).code).toBe('validation_failed');
    const nameless = JSON.stringify(patientFile('60')).replace('"system":"urn:clinic",', '');
    expect((await bring(provider, nameless)).json.errors[0].path).toBe('Patient.identifier');
    expect((await bring(provider, patientFile('61'))).status).toBe(200);
    const other = await bring(provider, patientFile('61', [], '1999-09-09'));
    expect([other.status, other.code]).toEqual([409, 'chart_belongs_to_another']);
  });

  test('keeps people apart who share a number: a family, or two by mistake', async () => {
    const shared = { system: 'urn:insurance', value: 'family-1' };
    const withBoth = (number: string, given: string, birthDate: string): string =>
      JSON.stringify(patientFile(number, [], birthDate))
        .replace('"identifier":[', `"identifier":[${JSON.stringify(shared)},`)
        .replace('"given":["Test"]', `"given":["${given}"]`);
    const [one, twin, parent] = [
      (await bring(provider, withBoth('80', 'Ada', '2010-01-01'))).json,
      (await bring(provider, withBoth('81', 'Bea', '2010-01-01'))).json,
      (await bring(provider, withBoth('82', 'Ada', '1980-01-01'))).json,
    ];
    expect([one.isNew, twin.isNew, parent.isNew]).toEqual([true, true, true]);
    const again = (await bring(provider, withBoth('81', 'Bea', '2010-01-01'))).json;
    expect([again.patientId, again.isNew]).toEqual([twin.patientId, false]);
  });

  test('keeps siblings apart who have nothing but that number, also where only what is right is taken', async () => {
    const bringLenient = async (file: unknown) =>
      (await bring(provider, file, hospital, '?mode=lenient')).json;
    const of = (given: string, birthDate: string) =>
      JSON.stringify(patientFile('90', [], birthDate)).replace(
        '"given":["Test"]',
        `"given":["${given}"]`,
      );
    const anna = await bringLenient(of('Anna', '2010-05-05'));
    const berta = await bringLenient(of('Berta', '2010-05-05'));
    const bob = await bringLenient(
      of('Bob', '2010-05-05').replace(',"birthDate":"2010-05-05"', ''),
    );
    expect([anna.isNew, berta.isNew, bob.isNew]).toEqual([true, true, true]);
    expect(new Set([anna.patientId, berta.patientId, bob.patientId]).size).toBe(3);
    const undated = await bring(
      provider,
      of('Anna', '2010-05-05').replace(',"birthDate":"2010-05-05"', ''),
    );
    expect(undated.code).toBe('chart_belongs_to_another');
    const invalid = await bring(
      provider,
      of('Anna', '2010-05-05').replace('"birthDate":', '"unknownMember":1,"birthDate":'),
      hospital,
      '?mode=lenient',
    );
    expect(invalid.status).toBe(422);
  });

  test('whose care has ended is a new person to the one who had it', async () => {
    const { patientId } = (await bring(provider, patientFile('70'))).json;
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('access_grant')
        .set({ state: 'revoked' })
        .where('patient_id', '=', patientId)
        .execute(),
    );
    const again = (await bring(provider, patientFile('70'))).json;
    expect([again.isNew, again.patientId === patientId]).toEqual([true, false]);
  });
});

const directory = sharedData('fhir/synthea-r4/plain');

describe.skipIf(directory === undefined)('real patients (needs ../shared/data)', () => {
  test('come in side by side, and unchanged the second time', async () => {
    const files = readdirSync(directory ?? '')
      .filter((name) => name.endsWith('.json'))
      .slice(0, 3)
      .map((name) => readFileSync(path.join(directory ?? '', name), 'utf8'));
    const first = await Promise.all(files.map((file) => bring(provider, file)));
    const again = await Promise.all(files.map((file) => bring(provider, file)));
    for (const [index, { json, status, text }] of first.entries()) {
      expect(status, text.slice(0, 500)).toBe(200);
      expect(json).toMatchObject({ isNew: true, notTakenCount: 0 });
      const { patientId, imported } = json;
      expect(imported).toBeGreaterThan(50);
      expect(again[index]?.json).toMatchObject({
        patientId,
        isNew: false,
        imported: 0,
        unchanged: imported,
      });
    }
  }, 60_000);
});
