import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onePatientBundle } from '../../testing/bundles.ts';
import { PNG } from '../../testing/files.ts';
import { EVERYTHING, giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Export'));
  const named = { title: 'Scan', fileName: '../a/scan.png' };
  const made = await patient.post(`/api/patients/${patient.personId}/documents`, named);
  const content = `/api/patients/${patient.personId}/documents/${made.json.documentId}/content`;
  await patient.put(content, PNG);
}, 180_000);
afterAll(() => server.stop());

const FORMATS = ['fhir', 'zip', 'pdf', 'ips'] as const;
const take = (by: TestCaller, format: string, query = '') =>
  by.get(`/api/patients/${patient.personId}/exports/${format}${query}`);

describe('an export of one person', () => {
  test('is not for strangers, others, administrators, share links and broken glass', async () => {
    const [other, provider] = [await server.signUp(), await server.join('provider')];
    const technologist = await server.join('technologist');
    for (const [caller, kind] of [
      [provider, 'emergency'],
      [technologist, 'consent'],
    ] as const)
      await giveGrant(server, { patientId: patient.personId, granteeId: caller.personId, kind });
    const chart = `/api/patients/${patient.personId}/chart`;
    expect((await provider.get(chart)).status, 'the glass is broken').toBe(200);
    const shared = await patient.post(`/api/patients/${patient.personId}/shares`, {
      label: 'a',
      records: [{ type: 'Patient', id: patient.personId }],
      documents: [],
    });
    const token = String(shared.json.link).split('#')[1];
    for (const format of FORMATS) {
      const answers = [];
      for (const caller of [server.stranger(), other, server.admin, provider, technologist])
        answers.push((await take(caller, format)).code);
      const path_ = `/api/patients/${patient.personId}/exports/${format}`;
      const headers = { authorization: `Wardkeep-Share ${token}` };
      answers.push((await server.stranger().get(path_, headers)).code);
      expect(answers.join(' '), format).toBe(
        'not_signed_in not_found forbidden not_found forbidden not_signed_in',
      );
    }
  }, 60_000);

  test('as FHIR is a collection of everything, and on record before it leaves', async () => {
    const before = await server.countEvents({ action: 'export.chart', outcome: 'success' });
    const answer = await take(patient, 'fhir');
    expect(answer.headers.get('content-type')).toContain('application/fhir+json');
    const { resourceType, type, entry } = answer.json;
    expect([resourceType, type]).toEqual(['Bundle', 'collection']);
    const types = entry.map(
      (each: { resource: { resourceType: string } }) => each.resource.resourceType,
    );
    expect(types).toEqual(['Observation', 'Patient']);
    expect(await server.countEvents({ action: 'export.chart', outcome: 'success' })).toBe(
      before + 1,
    );
    const log = (await patient.get(`/api/patients/${patient.personId}/access-log`)).json.entries;
    expect(log[0]).toMatchObject({
      action: 'export.chart',
      relationship: 'self',
      resourceCount: 2,
    });
  });

  test('as a ZIP holds records by type and files as they were, under names that stay inside', async () => {
    const { bytes, headers } = await take(patient, 'zip');
    expect(headers.get('content-type')).toBe('application/zip');
    const file = path.join(server.directory.path, 'chart.zip');
    writeFileSync(file, bytes);
    // Somebody else's reading of the format.
    const read = (script: string): Buffer =>
      execFileSync('python3', [
        '-c',
        `import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); ${script}`,
        file,
      ]);
    const names = read('print("\\n".join(z.namelist()))').toString().trim().split('\n');
    expect(names).toEqual([
      'fhir/Observation.ndjson',
      'fhir/Patient.ndjson',
      'files/1-__a_scan.png',
    ]);
    expect(read('assert z.testzip() is None').length).toBe(0);
    expect(read(`sys.stdout.buffer.write(z.read("${names[2]}"))`).equals(Buffer.from(PNG))).toBe(
      true,
    );
    const line = read('sys.stdout.buffer.write(z.read("fhir/Patient.ndjson"))').toString().trim();
    expect(JSON.parse(line)).toMatchObject({ resourceType: 'Patient', id: patient.personId });
  });

  test('as a PDF and as IPS are whole documents', async () => {
    for (const language of ['en', 'de']) {
      const pdf = await take(patient, 'pdf', `?language=${language}`);
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
      expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.bytes.subarray(-6).toString()).toContain('EOF');
      expect(pdf.bytes.length).toBeGreaterThan(5000);
    }
    expect((await take(patient, 'pdf', '?language=tlh')).code).toBe('validation_failed');
    const ips = (await take(patient, 'ips')).json;
    expect([ips.type, ips.entry[0].resource.resourceType]).toEqual(['document', 'Composition']);
    const empty = await server.signUp();
    const of = `/api/patients/${empty.personId}/exports`;
    expect((await empty.get(`${of}/pdf`)).code, 'of nobody').toBe('not_found');
    expect((await empty.get(`${of}/fhir`)).json).toMatchObject({ type: 'collection' });
  });

  test('goes as far as what was granted', async () => {
    const carer = await server.join('carer');
    const terms = { ...EVERYTHING, kinds: ['conditions' as const] };
    const whose = { patientId: patient.personId, granteeId: carer.personId };
    await giveGrant(server, { ...whose, kind: 'consent', terms });
    const { entry } = (await take(carer, 'fhir')).json;
    expect(entry.map((each: { resource: object }) => each.resource)).toMatchObject([
      { resourceType: 'Patient' },
    ]);
    const zip = (await take(carer, 'zip')).bytes.toString('latin1');
    expect(zip).toContain('fhir/Patient.ndjson');
    expect(zip).not.toMatch(/Observation|files\//);
  });
});
