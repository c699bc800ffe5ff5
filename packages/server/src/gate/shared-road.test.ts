import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { DatabaseError, type DatabaseErrorCode } from '../db/database-error.ts';
import { queries } from '../db/queries.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { writing } from './road.ts';
import { sharedRoad } from './shared-road.ts';

let server: TestServer;
let patient: TestCaller;
let other: TestCaller;
let id: string;
/** What becomes of shared transactions, and of no other. */
let fault: { readonly before?: DatabaseErrorCode; readonly after?: DatabaseErrorCode } = {};
let shared = 0;

const observation = (personId: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Canary' },
  subject: { reference: `Patient/${personId}` },
});
const create = (who: TestCaller, resource: object = observation(who.personId)) =>
  who.post('/fhir/R4/Observation', resource);
const read = (who: TestCaller, of = id) => who.get(`/fhir/R4/Observation/${of}`);
const run = <T>(text: string): Promise<readonly T[]> =>
  server.database.db.transaction(async (tx) => (await sql.raw<T>(text).execute(queries(tx))).rows);
const count = async (text: string): Promise<number> => {
  const [row] = await run<{ n: number }>(`select count(*)::int as n from ${text}`);
  return row?.n ?? 0;
};
const events = (action: string, outcome = 'success'): Promise<number> =>
  count(`audit_event where event_type = '${action}' and outcome = '${outcome}'`);

beforeAll(async () => {
  server = await startTestServer();
  const { state } = server.wardkeep;
  const { gate } = state;
  if (gate === undefined) throw new Error('the keys are locked');
  const parts = { ...gate, db: breakable(gate.db) };
  state.gate = { ...gate, sharedRoad: sharedRoad(parts, (tx) => writing(gate, tx)) };
  [patient, other] = [await server.signUp(), await server.signUp()];
});
beforeEach(async () => {
  id = String((await create(patient)).json['id']);
});
afterEach(() => {
  fault = {};
  shared = 0;
});
afterAll(() => server.stop());

function breakable(db: Database): Database {
  return {
    ...db,
    share: async (sharers, now) => {
      if (fault.before !== undefined) throw new DatabaseError(fault.before, 'as the test wants it');
      await db.share(sharers, now);
      shared += 1;
      if (fault.after !== undefined) throw new DatabaseError(fault.after, 'as the test wants it');
    },
  };
}

describe('requests that share a transaction', () => {
  test('are each refused or answered by themselves, with one event each', async () => {
    const [told, refused] = [await events('record.read'), await events('record.read', 'refused')];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => read(n % 4 === 0 ? other : patient)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(30);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(10);
    expect((await events('record.read')) - told).toBe(30);
    expect((await events('record.read', 'refused')) - refused).toBeGreaterThan(0);
    expect(shared).toBeGreaterThan(0);
    expect(shared).toBeLessThan(40);
  });

  test('store each its own record, and what is wrong with one is nobody else’s', async () => {
    const before = await count('resource_history');
    const wrong = { ...observation(patient.personId), status: 'no such status' };
    const dangling = {
      ...observation(patient.personId),
      encounter: { reference: `Encounter/${randomUUID()}` },
    };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => {
        if (n % 10 === 3) return create(patient, wrong);
        if (n % 10 === 6) return create(patient, dangling);
        return create(n % 2 === 0 ? patient : other);
      }),
    );
    const ids = answers.flatMap(({ status, json }) => (status === 201 ? [json['id']] : []));
    expect(new Set(ids).size).toBe(24);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(6);
    expect((await count('resource_history')) - before).toBe(24);
    const stored = `select 1 from resource_current join resource_owner using (resource_id, owner_id)
      where resource_id in (${ids.map((each) => `'${String(each)}'`).join()})`;
    expect(await count(`(${stored}) as stored`)).toBe(24);
    for (const each of ids) {
      const [mine, theirs] = [await read(patient, String(each)), await read(other, String(each))];
      expect(new Set([mine.status, theirs.status])).toEqual(new Set([200, 404]));
    }
  });

  test('say nothing of a chart when their events can’t be written', async () => {
    for (const broken of [
      { before: 'unreachable' },
      { before: 'exhausted' },
      { after: 'commit_unknown' },
    ] as const) {
      fault = broken;
      const answer = await read(patient);
      expect([answer.status, answer.text.includes('Canary')]).toEqual([503, false]);
      expect(answer.text).toMatch(/nothing was changed/i);
    }
  });

  test('store nothing when the database is away, and never say so when that is not known', async () => {
    const before = await count('resource_current');
    fault = { before: 'unreachable' };
    expect((await create(patient)).status).toBe(503);
    expect(await count('resource_current')).toBe(before);
    fault = { after: 'commit_unknown' };
    const unknown = await create(patient);
    expect(unknown.status).toBe(503);
    expect(unknown.text).not.toMatch(/nothing was changed/i);
    expect(await count('resource_current'), 'once, and not tried again').toBe(before + 1);
  });

  test('go on in transactions of their own when the shared one fails', async () => {
    const [told, before] = [await events('record.read'), await count('resource_current')];
    fault = { before: 'rolled_back' };
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => read(patient)),
      ...Array.from({ length: 5 }, () => create(patient)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 200),
      ...Array.from({ length: 5 }, () => 201),
    ]);
    expect((await events('record.read')) - told).toBe(5);
    expect((await count('resource_current')) - before).toBe(5);
  });
});

describe('what decides is read with the record', () => {
  test('an ended session is nobody’s with the next request', async () => {
    const leaving = await server.signUp();
    expect((await create(leaving)).status).toBe(201);
    await run(`update session set ended_at = now() where person_id = '${leaving.personId}'`);
    expect((await create(leaving)).status).toBe(401);
    expect((await read(leaving)).status).toBe(401);
  });

  test('a session or an account that was altered in the database is nobody’s', async () => {
    const altered = await server.signUp();
    await run(`update account set role = 'provider' where person_id = '${altered.personId}'`);
    expect((await create(altered)).status).toBe(401);
    await run(`update account set role = 'patient' where person_id = '${altered.personId}'`);
    expect((await create(altered)).status).toBe(201);
    await run(
      `update session set expires_at = expires_at + interval '1 day' where person_id = '${altered.personId}'`,
    );
    expect((await create(altered)).status).toBe(401);
  });

  test('a revoked key opens nothing with the next request', async () => {
    const gone = await server.signUp();
    const mine = String((await create(gone)).json['id']);
    expect((await read(gone, mine)).status).toBe(200);
    await run(`update person_key set state = 'revoked' where person_id = '${gone.personId}'`);
    expect((await read(gone, mine)).status).toBe(404);
    expect((await create(gone)).status).toBe(404);
  });

  test('a session that is in use does not go idle', async () => {
    await run(`update session set last_seen_at = now() - interval '1 minute'`);
    await read(patient);
    const [row] = await run<{ age: number }>(
      `select extract(epoch from now() - last_seen_at)::int as age from session where person_id = '${patient.personId}'`,
    );
    expect(row?.age).toBeLessThan(30);
  });

  test('a record of another type, or moved into another chart behind the server’s back, is not there', async () => {
    expect((await patient.get(`/fhir/R4/Condition/${id}`)).status).toBe(404);
    const theirs = String((await create(other)).json['id']);
    await run(
      `update resource_owner set owner_id = '${patient.personId}' where resource_id = '${theirs}'`,
    );
    expect((await read(patient, theirs)).status).toBe(404);
    await run(
      `update resource_current set owner_id = '${patient.personId}' where resource_id = '${theirs}'`,
    );
    const moved = await read(patient, theirs);
    expect([moved.status >= 400, moved.text.includes('Canary')]).toEqual([true, false]);
  });
});
