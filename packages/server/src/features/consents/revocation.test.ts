/** What a revocation stops while it is under way, and what goes with it. */
import { randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onePatientBundle } from '../../testing/bundles.ts';
import { ALL_BUT_SENSITIVE, agree, putJson } from '../../testing/consent-offers.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;
let observationId: string;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Revoking'));
  const chart = await patient.get(`/api/patients/${patient.personId}/chart`);
  observationId = chart.json.series[0].points[0].id;
  provider = await server.join('provider');
});
afterAll(() => server.stop());

/** A machine that does much else at once takes long. */
const PATIENCE = { timeout: 60_000 };

const revoke = (consentId: string): Promise<Answer> =>
  patient.delete(`/api/patients/${patient.personId}/consents/${consentId}`);

test('of a hundred reads under way, none that begins after the answer to the revocation succeeds', async () => {
  const { consentId } = await agree(patient, provider);
  const paths = [
    `/api/patients/${patient.personId}/chart`,
    `/api/patients/${patient.personId}/documents`,
    `/fhir/R4/Observation/${observationId}`,
  ];
  const reads: { readonly begunAt: number; readonly status: number }[] = [];
  const over = new AbortController();
  const readOn = async (reader: number): Promise<void> => {
    while (!over.signal.aborted) {
      const begunAt = performance.now();
      const { status } = await provider.get(paths[reader % paths.length] ?? '');
      reads.push({ begunAt, status });
    }
  };
  const readers = Array.from({ length: 100 }, (_each, reader) => readOn(reader));
  const after = (answeredAt: number) => reads.filter(({ begunAt }) => begunAt > answeredAt);
  try {
    await expect.poll(() => reads.length, PATIENCE).toBeGreaterThan(100);
    const before = [...reads];
    expect((await revoke(consentId)).status).toBe(204);
    const answeredAt = performance.now();
    await expect.poll(() => after(answeredAt).length, PATIENCE).toBeGreaterThan(100);
    expect(before.filter(({ status }) => status !== 200)).toEqual([]);
    expect(after(answeredAt).filter(({ status }) => status !== 404)).toEqual([]);
  } finally {
    over.abort();
    await Promise.all(readers);
  }
}, 150_000);

test('links that were shared under a consent end with it, and when it is narrowed', async () => {
  const terms = { ...ALL_BUT_SENSITIVE, mayShare: true };
  const share = async (): Promise<string> => {
    const shared = await provider.post(`/api/patients/${patient.personId}/shares`, {
      label: 'For a colleague',
      records: [{ type: 'Observation', id: observationId }],
      documents: [],
      opensMost: null,
    });
    expect(shared.status, shared.text).toBe(200);
    return String(shared.json.link).split('#')[1] ?? '';
  };
  const open = async (linkId: string): Promise<number> => {
    const headers = { authorization: `Wardkeep-Share ${linkId}` };
    return (await server.stranger().get('/api/shared', headers)).status;
  };
  const { consentId } = await agree(patient, provider, { terms });
  const first = await share();
  expect(await open(first)).toBe(200);
  const path = `/api/patients/${patient.personId}/consents/${consentId}/terms`;
  const fewer = { ...terms, kinds: ['results'] };
  expect((await putJson(patient, path, { terms: fewer, until: null })).status).toBe(200);
  expect(await open(first)).toBe(404);
  const second = await share();
  expect(await open(second)).toBe(200);
  await revoke(consentId);
  expect(await open(second)).toBe(404);
});

/** How often a stream asks whether it may go on; and what a busy machine may add. */
const READMIT_MS = 3_000;
const PATIENCE_MS = 7_000;

test('a file that is being read stops within seconds, and is not whole', async () => {
  const base = `/api/patients/${patient.personId}/documents`;
  const { documentId } = (await patient.post(base, { title: 'Film', fileName: 'film.pdf' })).json;
  const bytes = Uint8Array.from(
    Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(40_000_000)]),
  );
  expect((await patient.put(`${base}/${documentId}/content`, bytes)).status).toBe(200);
  const { consentId } = await agree(patient, provider);

  const response = await download(`${base}/${documentId}/content`);
  expect(response.statusCode).toBe(200);
  const ended = new Promise<'whole' | 'cut'>((resolve) => {
    response.on('end', () => resolve('whole'));
    response.on('error', () => resolve('cut'));
  });
  // As slow as a bad line, so that it takes far longer than it may.
  const slowly = setInterval(() => response.read(64 * 1024), 20);
  await sleep(500);
  await revoke(consentId);
  const revokedAt = performance.now();
  expect(await ended).toBe('cut');
  clearInterval(slowly);
  expect(performance.now() - revokedAt).toBeLessThan(READMIT_MS + PATIENCE_MS);
}, 30_000);

function download(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: provider.cookie };
    get(server.url + path, { headers }, resolve).on('error', reject);
  });
}
