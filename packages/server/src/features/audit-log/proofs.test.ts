import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createClient,
  logFetchers,
  rememberAndCompare,
  verifyTlogProof,
  type CheckpointMemory,
  type RememberedCheckpoint,
} from '@wardkeep/client';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

interface Entry {
  readonly eventId: string;
  readonly action: string;
  readonly leafIndex: number | null;
}

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp('Proof Owner');
  await patient.get(`/api/patients/${patient.personId}/chart`);
  await sequence();
}, 60_000);
afterAll(() => server.stop());

const sequence = () => server.wardkeep.state.sequencer?.passNow();
const year = String(new Date().getUTCFullYear());
const proofPath = (person: string, eventId: string) =>
  `/api/patients/${person}/access-log/${eventId}/proof`;
async function anEvent(caller: TestCaller): Promise<Entry> {
  const { json } = await caller.get(`/api/patients/${caller.personId}/access-log`);
  const entry = (json.entries as Entry[]).find(({ action }) => action === 'chart.read');
  if (entry === undefined) throw new Error('nobody read the chart');
  return entry;
}

function mapMemory(): CheckpointMemory & { readonly kept: Map<string, RememberedCheckpoint> } {
  const kept = new Map<string, RememberedCheckpoint>();
  return {
    kept,
    get: (origin) => kept.get(origin),
    put: (origin, remembered) => void kept.set(origin, remembered),
    origins: () => [...kept.keys()],
  };
}

describe('the proof of an access', () => {
  test('is the patient’s and their guardians’', async () => {
    const { eventId } = await anEvent(patient);
    const stranger = await server.signUp();
    const answers = [];
    for (const caller of [server.stranger(), stranger, server.admin])
      answers.push((await caller.get(proofPath(patient.personId, eventId))).status);
    expect(answers).toEqual([401, 404, 403]);
  });

  test('is not given for an event about somebody else, nor for one that never was', async () => {
    const other = await server.signUp('Somebody Else');
    const { eventId } = await anEvent(patient);
    const answers = [];
    for (const id of [eventId, '01890000-0000-7000-8000-000000000000'])
      answers.push((await other.get(proofPath(other.personId, id))).json);
    expect(answers).toMatchObject([{ code: 'not_found' }, { code: 'not_found' }]);
    const [one, another] = answers as { detail: string }[];
    expect(one?.detail).toBe(another?.detail);
  });

  test('verifies without the server, and no longer with any one bit changed', async () => {
    const { eventId, leafIndex } = await anEvent(patient);
    const { json } = await patient.get(proofPath(patient.personId, eventId));
    expect(json.fileName).toBe(`${eventId}.tlog-proof`);
    const proof = String(json.proof);
    const key = String(json.verifierKey);
    expect(await verifyTlogProof(proof, key)).toMatchObject({
      eventId,
      index: leafIndex,
      action: 'chart.read',
      outcome: 'success',
    });
    const bytes = Buffer.from(proof);
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(verifyTlogProof(changed.toString('utf8'), key), `byte ${at}`).rejects.toThrow();
    }
  });
});

describe('checkpoints', () => {
  test('are told to anybody, and a browser that remembers them sees the log grow', async () => {
    const fetchers = logFetchers(createClient({ baseUrl: server.url }));
    const memory = mapMemory();
    const origin = expect.stringMatching(new RegExp(`/audit/${year}$`));
    expect(await rememberAndCompare(fetchers, memory)).toMatchObject([
      { log: year, origin, verdict: 'first-seen', rememberedSize: null },
    ]);
    expect(await rememberAndCompare(fetchers, memory)).toMatchObject([{ verdict: 'same' }]);
    await patient.get(`/api/patients/${patient.personId}/chart`);
    await sequence();
    expect(await rememberAndCompare(fetchers, memory)).toMatchObject([{ verdict: 'grown' }]);
  });

  test('leave no audit event', async () => {
    const before = await server.countEvents({
      action: 'audit.read-checkpoints',
      outcome: 'success',
    });
    await server.stranger().get('/api/audit/checkpoints');
    expect(before).toBe(0);
    expect(await server.countEvents({ action: 'audit.read-checkpoints', outcome: 'success' })).toBe(
      0,
    );
  });

  test('are proved consistent between any two sizes, and refused for others', async () => {
    const { json } = await server.stranger().get('/api/audit/checkpoints');
    const [{ size }] = json.logs as [{ size: number }];
    const proofOf = (from: number | string, to: number | string, log = year) =>
      server.stranger().get(`/api/audit/logs/${log}/consistency?from=${from}&to=${to}`);
    expect((await proofOf(1, size)).status).toBe(200);
    expect((await proofOf(size, size)).json).toEqual({ proof: [] });
    for (const [from, to] of [
      [0, size],
      [2, 1],
      [1, size + 1],
      ['x', 2],
    ] as const)
      expect((await proofOf(from, to)).json).toMatchObject({ code: 'validation_failed' });
    expect((await proofOf(1, 1, '1999')).json).toMatchObject({ code: 'validation_failed' });
  });
});
