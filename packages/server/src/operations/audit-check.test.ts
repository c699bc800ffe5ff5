import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { recordOperation, type Gate } from '../gate/index.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { readCheckState } from './audit-check-store.ts';
import { checkAudit } from './audit-check.ts';
import { openGate } from './keys-state.ts';
import { systemParts } from './system-parts.ts';

const log = String(new Date().getUTCFullYear());
let server: TestServer;
let gate: Gate;
let hoursLater = 0;
beforeAll(async () => {
  server = await startTestServer();
  const { state } = server.wardkeep;
  gate = {
    ...openGate(state),
    now: () => new Date(Date.now() + hoursLater * 3_600_000),
  };
  for (let done = 0; done < 530; done += 1)
    await recordOperation(gate, { action: 'keys.rotate', outcome: 'success', by: 'service' });
  await state.sequencer?.passNow();
});
afterAll(() => server.stop());

function withLeaf(leaf: number): string {
  return `event_id = (select event_id from audit_leaf where leaf_index = ${leaf})`;
}
const run = (statement: string) =>
  gate.db.transaction((tx) => sql.raw(statement).execute(queries(tx)));
const state = () => gate.db.transaction((tx) => readCheckState(tx, log));
const notices = () =>
  gate.db.transaction((tx) => systemParts(server.wardkeep.state).adminNotices(tx));
const recorded = async () => {
  const rows = await gate.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['outcome', 'event_id', 'core'])
      .where('event_type', '=', 'audit.check')
      .orderBy('event_id')
      .execute(),
  );
  return rows.map(({ outcome, event_id: id, core }) => {
    const opened = core === null ? null : gate.auditSealing.openCore(id, core);
    return `${opened?.actor.role} ${outcome} ${opened?.reason ?? ''}`;
  });
};

test('the check goes on where it ended, and says when it has seen every event', async () => {
  expect(await checkAudit(gate, { pages: 2 })).toEqual({ pages: 2, finished: 0, faults: 0 });
  expect(await state()).toMatchObject({ nextLeaf: 512, finishedAt: null, fault: null });
  expect(await recorded(), 'nothing before the end').toEqual([]);
  expect(await checkAudit(gate)).toEqual({ pages: 1, finished: 1, faults: 0 });
  expect(await recorded()).toEqual(['service success ']);
  const described = await gate.db.transaction((tx) =>
    systemParts(server.wardkeep.state).describe(tx),
  );
  expect(described.audit.checkedAt).toBe((await state()).finishedAt?.toISOString());
  expect(await checkAudit(gate), 'rests for a day').toEqual({ pages: 0, finished: 0, faults: 0 });
});

test.each([
  ['a token that is another’s', `actor_index = substr(sha256('x'), 1, 16)`, 'index_differs'],
  [
    'a core that was taken out before its time',
    'core_hash = sha256(salt_core || core), salt_core = null, core = null, actor_index = null',
    'index_differs',
  ],
  [
    'a detail of nobody who was erased that was taken out',
    'detail_hash = sha256(salt_detail || detail), salt_detail = null, detail = null',
    'index_differs',
  ],
  ['an outcome', `outcome = 'failed'`, 'leaf_differs'],
  ['a salt', 'salt_core = salt_detail', 'commitment_differs'],
])(
  '%s is found at its leaf, told until it is put right, and recorded once',
  async (_, change, why) => {
    hoursLater += 24;
    await run(
      `drop table if exists kept; create table kept as select * from audit_event where ${withLeaf(300)}`,
    );
    await run(`update audit_event set ${change} where ${withLeaf(300)}`);
    const before = (await recorded()).length;
    expect(await checkAudit(gate)).toMatchObject({ pages: 1, faults: 1, finished: 0 });
    expect(await checkAudit(gate)).toMatchObject({ pages: 0, faults: 1 });
    expect(await state()).toMatchObject({ nextLeaf: 256, fault: why, faultAt: 300 });
    expect(await notices()).toContain('audit-fault');
    expect((await recorded()).slice(before)).toEqual([`service failed ${why}`]);
    await run(`update audit_event e set actor_index = k.actor_index, outcome = k.outcome,
      salt_core = k.salt_core, core = k.core, core_hash = k.core_hash,
      salt_detail = k.salt_detail, detail = k.detail, detail_hash = k.detail_hash
    from kept k where k.event_id = e.event_id`);
    expect(await checkAudit(gate)).toMatchObject({ finished: 1, faults: 0 });
    expect(await state()).toMatchObject({ nextLeaf: 0, fault: null });
    expect(await notices()).not.toContain('audit-fault');
  },
);

test('a walk that ended in the future, by a clock or by hand, is begun anew', async () => {
  hoursLater += 24;
  await checkAudit(gate);
  await run(`update audit_check set finished_at = '2199-01-01', next_leaf = 0`);
  expect(await checkAudit(gate)).toMatchObject({ finished: 1 });
});

test.each([
  ['a deleted event', `delete from audit_event where ${withLeaf(5)}`, 5, 'row_missing'],
  [
    'a hash of a tile',
    'update audit_tile set hashes = set_byte(hashes, 32 * 7, get_byte(hashes, 32 * 7) # 1) where level = 0 and number = 1',
    263,
    'leaf_differs',
  ],
  [
    'an event of another year',
    `update audit_event set log = '1999' where ${withLeaf(400)}`,
    400,
    'row_missing',
  ],
  ['a deleted leaf', 'delete from audit_leaf where leaf_index = 400', 400, 'row_missing'],
  [
    'a leaf for an event that is none',
    'update audit_leaf set event_id = gen_random_uuid() where leaf_index = 400',
    400,
    'row_missing',
  ],
])('%s is found', async (_, statement, at, why) => {
  hoursLater += 24;
  const rolledBack = new Error('rolled back');
  await gate.db
    .transaction(async (tx) => {
      await sql.raw(statement).execute(queries(tx));
      const inside = { ...gate.db, transaction: (work: (one: typeof tx) => unknown) => work(tx) };
      await checkAudit({ ...gate, db: inside as Gate['db'] }); // as: every transaction is this one
      expect(await readCheckState(tx, log)).toMatchObject({ fault: why, faultAt: at });
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
});

test('a log that lags is behind after 10 s; after 60 s readyz says that it stands still', async () => {
  const { state: running } = server.wardkeep;
  const lagging = (lagMs: number) =>
    systemParts({
      ...running,
      sequencer: { lagMs: () => lagMs, stop: async () => undefined, passNow: async () => 0 },
    });
  const ready = async (lagMs: number) => {
    const { ready: isReady, report } = await lagging(lagMs).readyz();
    return [isReady, report];
  };
  expect(await ready(9_000)).toMatchObject([true, { checks: { audit: 'ok' } }]);
  expect(await ready(11_000)).toMatchObject([true, { checks: { audit: 'behind' } }]);
  expect(await ready(61_000)).toMatchObject([false, { checks: { audit: 'stopped' } }]);
  expect(await lagging(11_000).notices()).toContain('audit-lag');
});
