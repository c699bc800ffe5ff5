/** Generated from the access table: what a session that lacks a proof is refused, act by act. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Action, Endpoint } from '@wardkeep/contract';
import { randomUUID } from 'node:crypto';
import { ACCESS, type AccessRule } from '../../gate/index.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { listedRoutes } from '../../testing/listed-routes.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { totpCode } from '../../testing/totp-code.ts';
import { validBody, validQuery } from '../../testing/valid-body.ts';

const ENDPOINTS = listedRoutes().map(({ endpoint }) => endpoint);
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
  let provider: TestCaller;
  let client: TestCaller;
  let dependantId: string;
  beforeAll(async () => {
    const born = { displayName: 'Kim Test', birthDate: new Date().toISOString().slice(0, 10) };
    const added = await patient.post('/api/dependants', born);
    dependantId = String(added.json.patientId);
    [provider, client] = [await server.join('provider'), await server.join('client')];
    const { personId: granteeId } = client;
    await giveGrant(server, {
      patientId: patient.personId,
      kind: 'consent',
      granteeId,
      isClient: true,
    });
    for (const { personId } of [patient, server.admin, provider, client])
      await makeProofsStale(server, personId);
  });

  /** Somebody whom nothing but the missing proof keeps out, and whose data they ask for. */
  function whoMay({ self, guardian, breaks, granted }: AccessRule): [TestCaller, string] {
    if (self !== undefined) return [patient, patient.personId];
    if (guardian !== undefined) return [patient, dependantId];
    if (breaks !== undefined) return [provider, patient.personId];
    if (granted === undefined) return [server.admin, patient.personId];
    return [granted.includes('client') ? client : provider, patient.personId];
  }

  test('is keys, factors, addresses, passwords, sharing, consent, emergencies, exports, erasure, invitations and what administrators do to accounts, organisations and pseudonyms', () => {
    expect(new Set<Action>(SENSITIVE.map(({ action }) => action))).toEqual(
      new Set<Action>([
        'account-recovery.approve',
        'account-recovery.refuse',
        'account.change-email',
        'account.change-password',
        'account.deactivate',
        'account.resume',
        'account.suspend',
        'consent.offer',
        'consent.widen',
        'dependant.hand-over',
        'emergency.open',
        'emergency.review',
        'erasure.confirm',
        'erasure.request',
        'export.de-identified',
        'export.organisation',
        'guardian.offer',
        'invitation.create',
        'organisation.add-member',
        'organisation.create',
        'organisation.remove-member',
        'organisation.rename',
        'passkey.add',
        'passkey.begin',
        'passkey.remove',
        'patient.import',
        'pseudonym.approve',
        'pseudonym.read',
        'pseudonym.refuse',
        'pseudonym.request',
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
    const answer = await send(endpoint, ...whoMay(ruleOf(endpoint.action)));
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
    const answer = await send(endpoint, staff);
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
      const answer = await send(endpoint, half);
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

/** With input that is right, so that nothing but who asks is wrong. */
function send(
  { method, path, action, bodyKind, mediaTypes }: Endpoint,
  caller: TestCaller,
  patientId = caller.personId,
): Promise<Answer> {
  const ids: Record<string, string> = { patientId, type: 'Observation', id: 'a' };
  const query = new URLSearchParams(validQuery(action, patientId));
  const where = `${path.replace(/:(\w+)/g, (_match, name: string) => ids[name] ?? randomUUID())}?${query}`;
  if (bodyKind === 'none') return caller.send(method, where, {});
  const sent = validBody(action, patientId, { consent: 'x', guardian: 'x' });
  if (bodyKind === 'form')
    return caller.send(method, where, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...sent }).toString(),
    });
  const headers = {
    'content-type':
      bodyKind === 'bytes' ? 'application/octet-stream' : (mediaTypes?.[0] ?? 'application/json'),
  };
  const body = method === 'PATCH' ? [{ op: 'remove', path: '/x' }] : sent;
  return caller.send(method, where, { headers, body: JSON.stringify(body) });
}
