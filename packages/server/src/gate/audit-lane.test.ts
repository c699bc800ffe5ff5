import { randomUUID } from 'node:crypto';
import { describeSystem as anybodys } from '@wardkeep/contract';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { DatabaseError, type DatabaseErrorCode } from '../db/database-error.ts';
import { queries } from '../db/queries.ts';
import { onePatientBundle } from '../testing/bundles.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { auditLane } from './audit-lane.ts';
import type { Gate } from './gate.ts';
import { plainRoute } from './plain-route.ts';
import type { Happening } from './record-event.ts';
import type { UntrustedRequest } from './request.ts';

let server: TestServer;
let patient: TestCaller;
/** What the transactions of the lane do; all others go on as they are. */
let flushes: { readonly before?: DatabaseErrorCode; readonly after?: DatabaseErrorCode } = {};
let flushed = 0;

beforeAll(async () => {
  server = await startTestServer({
    makeLane: (parts) => auditLane({ ...parts, db: breakable(parts.db) }),
  });
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Canary'));
});
afterEach(() => {
  flushes = {};
});
afterAll(() => server.stop());

function breakable(db: Database): Database {
  return {
    ...db,
    transaction: async (work, options) => {
      const { before, after } = flushes;
      if (before !== undefined) throw new DatabaseError(before, 'as the test wants it');
      const result = await db.transaction(work, options);
      flushed += 1;
      if (after !== undefined) throw new DatabaseError(after, 'as the test wants it');
      return result;
    },
  };
}

const gateNow = (): Gate => {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  return gate;
};
const run = <T>(text: string): Promise<readonly T[]> =>
  server.database.db.transaction(async (tx) => (await sql.raw<T>(text).execute(queries(tx))).rows);
const happening = (changes: Partial<Happening> = {}): Happening => ({
  request: { requestId: randomUUID(), address: '192.0.2.1' },
  action: 'record.read',
  outcome: 'refused',
  caller: { kind: 'nobody' },
  personId: null,
  relationship: null,
  reason: 'not_found',
  ...changes,
});
/** Number and weight of the events of an action. */
const counted = async (action: string): Promise<readonly [number, number]> => {
  const [row] = await run<{ events: number; weight: number }>(
    `select count(*) as events, coalesce(sum(repeated), 0)::int as weight from audit_event where event_type = '${action}'`,
  );
  return [row?.events ?? 0, row?.weight ?? 0];
};

describe('what only reads', () => {
  test('shares commits with what reads meanwhile, and leaves one event each', async () => {
    const [before] = await counted('chart.read');
    const flushedBefore = flushed;
    const path = `/api/patients/${patient.personId}/chart`;
    const answers = await Promise.all(Array.from({ length: 40 }, () => patient.get(path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await counted('chart.read'))[0] - before).toBe(40);
    expect(flushed - flushedBefore).toBeGreaterThan(0);
    expect(flushed - flushedBefore).toBeLessThan(40);
  });

  test.each([
    ['the database goes away before its event is written', { before: 'unreachable' }],
    ['it is not known whether its event was written', { after: 'commit_unknown' }],
    ['the disk is full', { before: 'exhausted' }],
  ] as const)('answers nothing of the chart when %s', async (_, broken) => {
    flushes = broken;
    const path = `/api/patients/${patient.personId}/chart`;
    const answer = await patient.get(path);
    expect([answer.status, answer.code]).toEqual([503, 'unavailable']);
    expect(answer.text).not.toContain('Canary');
    expect(answer.text).toMatch(/nothing was changed/i);
    flushes = {};
    expect((await patient.get(path)).status).toBe(200);
  });

  test('keeps its session from going idle all the same', async () => {
    await run(`update session set last_seen_at = now() - interval '1 minute'`);
    await patient.get(`/api/patients/${patient.personId}/chart`);
    const [row] = await run<{ age: number }>(
      `select extract(epoch from now() - max(last_seen_at))::int as age from session where person_id = '${patient.personId}'`,
    );
    expect(row?.age).toBeLessThan(30);
  });

  test('can change nothing: a GET that does breaks, unless its route says that it writes', async () => {
    const writing = (more: { readonly writes?: true }) =>
      plainRoute({
        endpoint: anybodys,
        ...more,
        handle: async (request) => {
          await request.commit((tx) =>
            queries(tx).deleteFrom('request_count').where('requests', '=', -1).execute(),
          );
          return { body: { state: 'ready' as const, notices: [], signUp: 'open' as const } };
        },
      });
    await expect(writing({}).serve(gateNow(), untrusted())).rejects.toMatchObject({
      code: 'internal',
      cause: { sqlState: '25006' },
    });
    const served = await writing({ writes: true }).serve(gateNow(), untrusted());
    expect(served.released.kind).toBe('json');
  });
});

describe('a refusal', () => {
  test('that is like others which wait becomes one event with them, and none is lost', async () => {
    const [events, weight] = await counted('chart.read');
    const stranger = server.stranger();
    const path = `/api/patients/${patient.personId}/chart`;
    const answers = await Promise.all(Array.from({ length: 60 }, () => stranger.get(path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const [eventsNow, weightNow] = await counted('chart.read');
    expect(weightNow - weight).toBe(60);
    expect(eventsNow - events).toBeLessThan(60);
  });

  test('says in its sealed half how many it stands for', async () => {
    const gate = gateNow();
    const lane = auditLane(gate);
    const address = '192.0.2.77';
    const alike = () => lane.refused(happening({ request: { requestId: 'r', address } }));
    await Promise.all(Array.from({ length: 5 }, alike));
    const token = gate.auditSealing.addressIndex(address);
    const rows = await gate.db.transaction((tx) =>
      queries(tx)
        .selectFrom('audit_event')
        .select(['event_id', 'repeated', 'core'])
        .where('address_index', '=', token)
        .execute(),
    );
    expect(rows.map(({ repeated }) => repeated)).toEqual([5]);
    const [row] = rows;
    const core = row?.core && gate.auditSealing.openCore(row.event_id, row.core);
    expect(core).toMatchObject({ repeated: 5, outcome: 'refused', address });
  });

  test.each([
    ['action', { action: 'chart.read' }],
    ['reason', { reason: 'forbidden' }],
    ['person', { personId: randomUUID() }],
    ['address', { request: { requestId: 'r', address: '192.0.2.2' } }],
    ['caller', { caller: { kind: 'service' } }],
  ] as const)('with another %s is an event of its own', async (_, changes) => {
    const lane = auditLane(gateNow());
    const [before] = await counted('record.read');
    const [beforeChart] = await counted('chart.read');
    await Promise.all([lane.refused(happening()), lane.refused(happening(changes))]);
    const added =
      (await counted('record.read'))[0] - before + (await counted('chart.read'))[0] - beforeChart;
    expect(added).toBe(2);
  });

  test('that keeps coming is held back, and nobody else’s with it', async () => {
    const lane = auditLane(gateNow());
    const started = performance.now();
    const took = async (work: Promise<void>): Promise<number> => {
      await work;
      return performance.now() - started;
    };
    // One after another, as somebody does who waits for each answer: twenty-one get through, then they wait.
    for (let index = 0; index < 20; index += 1) await lane.refused(happening());
    const flood = Array.from({ length: 50 }, () => took(lane.refused(happening())));
    const [before] = await counted('record.read');
    const other = await took(lane.refused(happening({ reason: 'forbidden' })));
    const last = Math.max(...(await Promise.all(flood)));
    expect(last - other).toBeGreaterThan(100);
    expect((await counted('record.read'))[0] - before).toBeLessThanOrEqual(2);
  });

  test('fails alone when it can’t become an event, and the others are kept', async () => {
    const lane = auditLane(gateNow());
    const [before] = await counted('record.read');
    const results = await Promise.allSettled([
      lane.refused(happening()),
      // `as`: no such action can be written down
      lane.refused(happening({ action: 'two words' as 'record.read' })),
      lane.append({ happenings: [happening({ outcome: 'success' })] }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await counted('record.read'))[0] - before).toBe(2);
  });
});

test('what was read of somebody who is gone by now names none of their records', async () => {
  const gate = gateNow();
  const action = 'document.read';
  const touched = { resources: [{ type: 'Document', id: randomUUID() }], ciphertextHashes: [] };
  const [read, told] = [
    happening({ action, outcome: 'success', personId: randomUUID(), touched }),
    happening({ action, outcome: 'success', caller: { kind: 'operator' }, touched }),
  ];
  await auditLane(gate).append({ happenings: [read, told] });
  const rows = await gate.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['event_id', 'detail', 'detail_owner', 'subject_index'])
      .where('event_type', '=', action)
      .orderBy('event_id')
      .execute(),
  );
  const opened = rows.map(({ event_id: id, detail }) =>
    detail === null ? undefined : gate.auditSealing.openUnowned(id, detail).resources.length,
  );
  expect(opened.toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 1]);
  expect(rows.every((row) => row.detail_owner === null && row.subject_index === null)).toBe(true);
});

describe('too many events', () => {
  test('are refused as overload, which leaves none itself', async () => {
    const lane = auditLane(gateNow());
    const happenings = Array.from({ length: 5000 }, () => happening());
    const [before] = await counted('record.read');
    // As much as one request likes, such as a long list of people, but nothing beside it.
    const whole = lane.append({ happenings });
    await expect(lane.refused(happening())).rejects.toMatchObject({
      code: 'unavailable',
      isOverload: true,
    });
    await whole;
    expect((await counted('record.read'))[0] - before).toBe(5000);
    await lane.refused(happening());
  });

  test('that wait can be waited for, also those held back', async () => {
    const lane = auditLane(gateNow());
    const [, before] = await counted('record.read');
    const all = Array.from({ length: 30 }, () => lane.refused(happening()));
    await lane.settle();
    expect((await counted('record.read'))[1] - before).toBe(30);
    await Promise.all([...all, lane.refused(happening())]);
  });

  test('that wait when the server stops are written, also those held back', async () => {
    const lane = auditLane(gateNow());
    const [, before] = await counted('record.read');
    const all = Array.from({ length: 30 }, () => lane.refused(happening()));
    const begun = performance.now();
    await lane.stop();
    await Promise.all(all);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect((await counted('record.read'))[1] - before).toBe(30);
    await expect(lane.refused(happening())).rejects.toMatchObject({ isOverload: true });
  });
});

function untrusted(): UntrustedRequest {
  return {
    credential: { kind: 'none' },
    refreshToken: undefined,
    params: {},
    query: {},
    body: undefined,
    requestId: randomUUID(),
    isBackground: false,
    address: '192.0.2.9',
    userAgent: null,
    deviceToken: undefined,
    language: 'en',
    onProgress: () => undefined,
  };
}
