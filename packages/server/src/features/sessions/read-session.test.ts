import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { jwtAttacks, rebuilt, type JwtVictim } from '../../testing/jwt-attacks.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const CURRENT = '/api/sessions/current';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

const accessOf = (caller: TestCaller): string =>
  /__Host-wardkeep-access=([^;]+)/.exec(caller.cookie)?.[1] ?? '';

function victim(): JwtVictim {
  const service = server.wardkeep.state.gate?.vault.service;
  if (service === undefined) throw new Error('the server started locked');
  return {
    token: accessOf(patient),
    algorithm: 'RS256',
    key: service.pair('session-signing'),
    others: [service.pair('share-token'), service.pair('audit-checkpoint')],
  };
}

/** As a cookie of a browser: whatever can't stand in one is percent-encoded, and decoded by the server. */
async function statusWith(token: string): Promise<number> {
  const cookie = `__Host-wardkeep-access=${encodeURIComponent(token.toWellFormed())}`;
  return (await server.stranger().get(CURRENT, { cookie })).status;
}

describe('whether one is signed in', () => {
  test('is refused without a session, and with a link in its place', async () => {
    expect(await server.stranger().get(CURRENT)).toMatchObject({ status: 401 });
    const link = { authorization: `Wardkeep-Share ${'A'.repeat(43)}`, cookie: patient.cookie };
    expect((await patient.get(CURRENT, link)).code).toBe('not_signed_in');
    const bearer = { authorization: `Bearer ${accessOf(patient)}` };
    expect((await server.stranger().get(CURRENT, bearer)).code).toBe('not_signed_in');
  });

  test('yardstick 25: of the attack corpus (over 440 tokens) in the cookie of a browser, 0 are accepted', async () => {
    const attacks = await jwtAttacks(victim());
    expect(await statusWith(victim().token)).toBe(200);
    expect(await statusWith(rebuilt(victim())), 'built by hand').toBe(200);
    const accepted: string[] = [];
    const tried = attacks.filter(({ token }) => encodeURIComponent(token).length < 12_000);
    for (const { name, token } of tried) if ((await statusWith(token)) !== 401) accepted.push(name);
    expect(tried.length).toBeGreaterThan(440);
    expect(accepted).toEqual([]);
  });

  test('is told with what the account can show, and until when its access token lives', async () => {
    const { status, json, headers } = await patient.get(CURRENT);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(json).toMatchObject({
      personId: patient.personId,
      csrfToken: patient.csrfToken,
      needs: 'nothing',
      proofs: ['password'],
    });
    const [, claims = ''] = accessOf(patient).split('.');
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number };
    expect(Date.parse(json.accessExpiresAt)).toBe(exp * 1000);
  });

  test('names each proof once it counts', async () => {
    const { personId } = patient;
    const setTotp = (confirmedAt: Date | null): Promise<unknown> =>
      server.database.db.transaction((tx) =>
        queries(tx)
          .insertInto('totp')
          .values({
            person_id: personId,
            // Nobody opens it here. A column takes what the vault sealed, and these bytes say so.
            sealed: Buffer.alloc(40) as never,
            created_at: new Date(),
            confirmed_at: confirmedAt,
            last_step: 0,
          })
          .onConflict((conflict) =>
            conflict.column('person_id').doUpdateSet({ confirmed_at: confirmedAt }),
          )
          .execute(),
      );
    const proofs = async (): Promise<unknown> => {
      server.wardkeep.state.gate?.recentSessions.clear();
      return (await patient.get(CURRENT)).json.proofs;
    };
    await setTotp(null);
    expect(await proofs(), 'begun and not confirmed').toEqual(['password']);
    await setTotp(new Date());
    expect(await proofs()).toEqual(['password', 'totp']);
  });

  test('is over for the same page at once when it signs out', async () => {
    const caller = await server.signUp();
    const { cookie } = caller;
    expect((await caller.get(CURRENT)).status).toBe(200);
    expect((await caller.delete(CURRENT)).status).toBe(204);
    expect((await server.stranger().get(CURRENT, { cookie })).status).toBe(401);
  });

  test('yardstick 21: is over within a second when the session was ended elsewhere, however often it is asked for', async () => {
    const caller = await server.signUp();
    expect((await caller.get(CURRENT)).status).toBe(200);
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('session')
        .set({ ended_at: new Date() })
        .where('person_id', '=', caller.personId)
        .execute(),
    );
    const endedAtMs = performance.now();
    let heardAfterMs = Infinity;
    while (heardAfterMs === Infinity && performance.now() - endedAtMs < 3_000) {
      const { status } = await caller.get(CURRENT);
      if (status === 401) heardAfterMs = performance.now() - endedAtMs;
      await sleep(20);
    }
    expect(heardAfterMs).toBeLessThan(1_000);
    expect((await caller.get('/api/account')).status, 'no other route remembers').toBe(401);
  });
});

describe('the keys of access tokens', () => {
  test('are published without a private member, and verify the token of anybody who is signed in', async () => {
    const answer = await server.stranger().get('/.well-known/jwks.json');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { keys } = answer.json as { keys: Record<string, string>[] };
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
    const { createLocalJWKSet, jwtVerify } = await import('jose');
    const set = createLocalJWKSet({ keys: keys.map((key) => ({ kty: '', ...key })) });
    const { protectedHeader } = await jwtVerify(accessOf(patient), set, { typ: 'at+jwt' });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'session-signing.1' });
  });
});
