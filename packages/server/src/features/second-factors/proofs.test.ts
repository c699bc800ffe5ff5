/** Generated from the access table: what a session that lacks a proof is refused, act by act. */
import * as contract from '@wardkeep/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Action, Endpoint } from '@wardkeep/contract';
import { randomUUID } from 'node:crypto';
import { ACCESS, type AccessRule } from '../../gate/index.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { totpCode } from '../../testing/totp-code.ts';

const ENDPOINTS = Object.values<unknown>(contract).filter(isEndpoint);
const ruleOf = (action: Action): AccessRule => ACCESS[action];
/** For whoever is signed in: not for everybody, and not for the holder of a link. */
const SIGNED_IN = ENDPOINTS.filter(({ action }) => {
  const { anyone, share } = ruleOf(action);
  return anyone !== true && share !== true;
});
const SENSITIVE = SIGNED_IN.filter(({ action }) => ruleOf(action).fresh === true);
const OPENING = SIGNED_IN.filter(({ action }) => ruleOf(action).shown === undefined);

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_SIGN_UP: 'open' } });
  patient = await server.signUp();
});
afterAll(() => server.stop());

describe('yardstick 13: what is sensitive', () => {
  beforeAll(async () => {
    for (const { personId } of [patient, server.admin]) await makeProofsStale(server, personId);
  });

  test('is keys, factors, addresses, passwords, sharing, erasure, invitations and what administrators do to accounts', () => {
    expect(new Set<Action>(SENSITIVE.map(({ action }) => action))).toEqual(
      new Set<Action>([
        'account-recovery.approve',
        'account-recovery.refuse',
        'account.change-email',
        'account.change-password',
        'account.deactivate',
        'account.resume',
        'account.suspend',
        'erasure.confirm',
        'erasure.request',
        'invitation.create',
        'passkey.add',
        'passkey.begin',
        'passkey.remove',
        'recovery-codes.make',
        'recovery.make',
        'share.create',
        'totp.begin',
        'totp.confirm',
        'totp.remove',
      ]),
    );
  });

  test.each(SENSITIVE)('$action asks for a proof of the last five minutes', async (endpoint) => {
    const { self } = ruleOf(endpoint.action);
    const who = self === undefined ? server.admin : patient;
    const answer = await send(who, endpoint);
    expect([answer.status, answer.code]).toEqual([401, 'step_up_needed']);
  });

  test('asks for nothing once the proof was given again', async () => {
    await server.proveFreshly(patient);
    expect((await patient.post('/api/account/totp', {})).status).toBe(200);
  });
});

describe('yardstick 13: staff without a second factor', () => {
  let staff: TestCaller;
  beforeAll(async () => {
    const email = 'colleague@example.test';
    await server.proveFreshly(server.admin);
    const invited = await server.admin.post('/api/invitations', { role: 'admin', email });
    staff = server.stranger();
    await staff.begin('/api/invitations/acceptance', {
      invitationToken: String(invited.json.link).split('#')[1],
      password: 'correct horse battery staple',
      displayName: 'Test Colleague',
    });
  });

  test.each(OPENING)('are refused $action', async (endpoint) => {
    const answer = await send(staff, endpoint);
    expect([answer.status, answer.code]).toEqual([403, 'second_factor_set_up_needed']);
  });

  test('may set one up, and then everything is open that their role opens', async () => {
    expect((await staff.get('/api/account')).json.session.needs).toBe('second-factor-set-up');
    const { secret } = (await staff.post('/api/account/totp', {})).json;
    await staff.begin('/api/account/totp/confirmation', { code: totpCode(secret) });
    expect((await staff.get('/api/accounts')).status).toBe(200);
  });
});

describe('yardstick 13: a patient without a second factor', () => {
  test('may have one, and is asked for it from then on, before anything opens', async () => {
    const { email } = (await patient.get('/api/account')).json;
    expect((await patient.get(`/api/patients/${patient.personId}/chart`)).status).toBe(200);
    await server.addPasskey(patient);
    const half = await server.signIn(email);
    for (const endpoint of SIGNED_IN) {
      if (ruleOf(endpoint.action).shown === 'nothing') continue;
      const answer = await send(half, endpoint);
      expect([answer.status, answer.code], endpoint.action).toEqual([401, 'second_factor_needed']);
    }
  });
});

describe('yardstick 20: a session id that somebody knows beforehand', () => {
  test('is never the one that a sign-in, a second step or a step-up ends with', async () => {
    const planted = patient.cookie;
    const seen = new Set([planted]);
    for (const prove of [() => server.proveFreshly(patient), () => server.proveFreshly(patient)]) {
      await prove();
      expect(seen.has(patient.cookie)).toBe(false);
      seen.add(patient.cookie);
    }
    expect((await server.stranger().get('/api/account', { cookie: planted })).status).toBe(401);
  });
});

function isEndpoint(exported: unknown): exported is Endpoint {
  return typeof exported === 'object' && exported !== null && 'replyKind' in exported;
}

/** With input that is right, so that nothing but who asks is wrong. */
function send(caller: TestCaller, endpoint: Endpoint): Promise<Answer> {
  const { method, path, action, bodyKind } = endpoint;
  const ids: Record<string, string> = { patientId: caller.personId, type: 'Basic', id: 'a' };
  const where = path.replace(/:(\w+)/g, (_match, name: string) => ids[name] ?? randomUUID());
  if (bodyKind === 'none') return caller.send(method, where, {});
  const headers = {
    'content-type': bodyKind === 'bytes' ? 'application/octet-stream' : 'application/json',
  };
  return caller.send(method, where, { headers, body: JSON.stringify(BODIES[action] ?? {}) });
}

const BODIES: Partial<Record<Action, unknown>> = {
  'account.change-email': { email: 'new@example.test' },
  'account.change-password': { password: 'another horse, another battery' },
  'device.rename': { name: 'Desk' },
  'document.create': { title: 'a', fileName: 'a' },
  'erasure.confirm': { confirmation: 'erase', password: 'x' },
  'invitation.create': { role: 'provider', email: 'x@example.test' },
  'passkey.add': {
    name: 'Key',
    response: { id: 'AA', rawId: 'AA', type: 'public-key', response: {} },
  },
  'passkey.rename': { name: 'Key' },
  'record.create': { resourceType: 'Basic' },
  'record.import': onePatientBundle('Somebody'),
  'recovery.confirm': { fingerprint: 'x' },
  'session.prove-code': { code: '123456' },
  'session.prove-password': { password: 'x' },
  'share.create': { label: 'a', records: [{ type: 'Basic', id: 'a' }], documents: [] },
  'totp.confirm': { code: '123456' },
};
