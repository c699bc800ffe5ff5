import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ACTIONS, ROLES } from '@wardkeep/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseError } from '../../db/database-error.ts';
import type { Database } from '../../db/database.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { freePort } from '../../testing/test-server.ts';
import { makeMetrics } from './metrics.ts';

let server: TestServer;
let patient: TestCaller;
let url = '';
beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}/metrics`;
  server = await startTestServer({ settings: { WARDKEEP_METRICS_PORT: String(port) } });
  patient = await server.signUp('Kanarie Öz');
  await server.join('provider');
  await patient.get(`/api/patients/${patient.personId}/chart`);
  await patient.get('/api/security/alerts');
  await patient.get(`/fhir/R4/Observation/${patient.personId}`);
  await server.stranger().get(`/api/patients/${patient.personId}/chart?canary=kanarie`);
  await server.stranger().get('/kanarie/not/there');
}, 60_000);
afterAll(() => server.stop());

async function scrape(): Promise<string> {
  const reply = await fetch(url);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toContain('text/plain');
  return reply.text();
}

function valueOf(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
}

test('nothing else is served there, and no metrics where the product is', async () => {
  expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
  expect((await fetch(`${url}?x=1`)).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain('wardkeep_');
});

test('requests are counted by action and class of the status, with how long they took', async () => {
  const text = await scrape();
  const counter = 'wardkeep_http_requests_total';
  expect(valueOf(text, `${counter}{action="chart.read",status="2xx"}`)).toBe(1);
  expect(valueOf(text, `${counter}{action="chart.read",status="4xx"}`)).toBe(1);
  expect(valueOf(text, `${counter}{action="alert.list",status="4xx"}`)).toBe(1);
  expect(valueOf(text, 'wardkeep_http_request_seconds_count{action="chart.read"}')).toBe(2);
});

test('what the server is like is told: log, sessions, alerts, what waits, keys', async () => {
  const text = await scrape();
  expect(valueOf(text, 'wardkeep_database_up')).toBe(1);
  expect(valueOf(text, 'wardkeep_keys_open')).toBe(1);
  expect(valueOf(text, 'wardkeep_audit_leaves')).toBeGreaterThan(3);
  expect(valueOf(text, 'wardkeep_audit_lag_seconds')).toBeLessThan(10);
  expect(valueOf(text, 'wardkeep_sessions{role="patient"}')).toBe(1);
  expect(valueOf(text, 'wardkeep_outbox_waiting{outbox="mail"}')).toBe(0);
  const age = valueOf(text, 'wardkeep_key_epoch_age_seconds');
  expect(age).toBeGreaterThan(0);
  expect(age).toBeLessThan(120);
  expect(valueOf(text, 'wardkeep_alerts_open')).toBeGreaterThanOrEqual(0);
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
});

test('a label is an action, a role or a word of ours; no id, no address, no path', async () => {
  const text = await scrape();
  const words = new Set<string>([
    ...ACTIONS,
    ...ROLES,
    ...'1xx 2xx 3xx 4xx 5xx'.split(' '),
    ...'mail webhook directory s3 checkpoint restrictions'.split(' '),
    ...'keys.rotate keys.renew persons.erase waiting running'.split(' '),
  ]);
  const labelled = text.split('\n').filter((line) => /^wardkeep_[a-z_]+\{/.test(line));
  expect(labelled.length).toBeGreaterThan(10);
  const values = labelled.flatMap((line) =>
    [...line.matchAll(/([a-z]+)="([^"]*)"/g)].flatMap(([, label, value = '']) =>
      label === 'le' ? [] : [value],
    ),
  );
  expect(values.filter((value) => !words.has(value))).toEqual([]);
  for (const secret of [patient.personId, server.admin.personId, '127.0.0.1', 'example.test'])
    expect(text).not.toContain(secret);
  expect(text.toLowerCase()).not.toContain('kanarie');
  expect(text).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/i);
});

/** The server's own state, with its database counted and, when it is away, unreachable. */
function watched() {
  const { state } = server.wardkeep;
  const { db } = state.opened;
  const asked = { times: 0, isAway: false };
  const transaction: Database['transaction'] = (work, options) => {
    asked.times += 1;
    if (asked.isAway) return Promise.reject(new DatabaseError('unreachable', 'away'));
    return db.transaction(work, options);
  };
  const opened = { ...state.opened, db: { ...db, transaction } };
  return { asked, metrics: makeMetrics({ ...state, opened }) };
}

test('each is told of on docs/metrics.md, as it is here', async () => {
  const page = readFileSync(
    path.join(import.meta.dirname, '../../../../../docs/metrics.md'),
    'utf8',
  );
  const rows = [...page.matchAll(/^\| `(wardkeep_\w+)`\s*\| (.*?)\s*\|$/gm)].map(
    ([, name = '', meaning = '']) => `${name} ${meaning}`,
  );
  const told = [...(await scrape()).matchAll(/^# HELP (wardkeep_\w+ .*)$/gm)].map(
    ([, line = '']) => line,
  );
  expect(told.length).toBeGreaterThan(10);
  expect(rows.toSorted(byName)).toEqual(told.toSorted(byName));
});

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}

test('who scrapes often does not make the database work', async () => {
  const { asked, metrics } = watched();
  const texts = await Promise.all([metrics.text(), metrics.text(), metrics.text()]);
  expect(asked.times).toBe(1);
  for (const text of texts) expect(valueOf(text, 'wardkeep_audit_leaves')).toBeGreaterThan(3);
});

test('without the database it says so, and tells no number that nobody knows', async () => {
  const { asked, metrics } = watched();
  asked.isAway = true;
  const text = await metrics.text();
  expect(valueOf(text, 'wardkeep_database_up')).toBe(0);
  expect(valueOf(text, 'wardkeep_keys_open')).toBe(1);
  expect(text).not.toMatch(/^wardkeep_(audit_leaves|alerts_open|sessions|outbox_waiting)/m);
});
