import * as contract from '@wardkeep/contract';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

const exported: readonly unknown[] = Object.values(contract);
const endpoints = exported.filter(isEndpoint);
const changing = endpoints.filter(({ method }) => method !== 'GET');

function isEndpoint(value: unknown): value is contract.Endpoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'method' in value &&
    'path' in value &&
    'action' in value
  );
}

const JSON_TYPE = { 'content-type': 'application/json' };
const EVIL = 'https://evil.example';

/** What a page of another site can make a browser send, and what a program sends that took a cookie along. */
const FORGED: readonly (readonly [string, Record<string, string>])[] = [
  ['a request that its browser calls cross-site', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }],
  ['one of a page on a neighbouring name', { ...JSON_TYPE, 'sec-fetch-site': 'same-site' }],
  ['one with another origin', { ...JSON_TYPE, origin: EVIL }],
  ['one with an origin that is none', { ...JSON_TYPE, origin: 'null' }],
  ['one with our name and another port', { ...JSON_TYPE, origin: 'http://127.0.0.1:1' }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded', origin: EVIL }],
  ['a form with files', { 'content-type': 'multipart/form-data; boundary=x', origin: EVIL }],
  [
    'JSON that calls itself text',
    { 'content-type': 'text/plain', origin: EVIL, 'sec-fetch-site': 'cross-site' },
  ],
];

async function sent(
  caller: TestCaller,
  endpoint: contract.Endpoint,
  headers: Record<string, string>,
) {
  const path = endpoint.path.replace(/:(\w+)/g, (_match, name: string) =>
    name === 'patientId' ? patient.personId : randomUUID(),
  );
  const body = endpoint.bodyKind === 'none' ? {} : { body: '{}' };
  return caller.send(endpoint.method, path, { headers, ...body });
}

describe('yardstick 55: every endpoint that changes something', () => {
  test('is in the list', () => {
    expect(changing.length).toBeGreaterThan(30);
    expect(new Set(endpoints.map(({ action }) => action))).toEqual(new Set(contract.ACTIONS));
  });

  test.each(FORGED)(
    'refuses %s, from whoever is signed in and whoever is not',
    async (_title, headers) => {
      const before = patient.cookie;
      for (const endpoint of changing) {
        for (const caller of [server.stranger(), patient]) {
          const { status, code } = await sent(caller, endpoint, headers);
          expect([status, code], `${endpoint.method} ${endpoint.path}`).toEqual([
            403,
            'csrf_refused',
          ]);
        }
      }
      expect(patient.cookie).toBe(before);
    },
  );

  test.each([
    ['missing', () => ''],
    ['that of another session', () => server.admin.csrfToken],
  ])('refuses a session whose token is %s', async (_title, token) => {
    for (const endpoint of changing) {
      const { status, code } = await sent(patient, endpoint, {
        ...JSON_TYPE,
        'wardkeep-csrf': token(),
      });
      expect([status, code], `${endpoint.method} ${endpoint.path}`).toEqual([403, 'csrf_refused']);
    }
  });

  test('changed nothing: the session goes on, and our own page is heard', async () => {
    const own = { 'sec-fetch-site': 'same-origin', origin: server.url };
    expect((await patient.get('/api/account')).status).toBe(200);
    expect((await patient.post('/api/sessions/refresh', {}, own)).status).toBe(200);
    expect((await patient.post('/api/sessions/refresh', {}, { origin: server.url })).status).toBe(
      200,
    );
  });
});

test('no endpoint that a link can reach changes anything of whoever follows it', () => {
  const read = endpoints.filter(({ method }) => method === 'GET').map(({ action }) => action);
  expect(
    read.filter(
      (action) => !/^export\.|\.(read|list|search|find|summarise|describe|open|check)/.test(action),
    ),
  ).toEqual([]);
});
