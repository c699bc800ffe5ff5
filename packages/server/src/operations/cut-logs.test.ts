/** A server whose clock is moved over the end of a year. Only `Date` is not the real one. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { verifyLog } from '../audit/index.ts';
import { recordOperation, type Gate } from '../gate/index.ts';
import { run } from '../testing/embedded.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { askOperator } from '../testing/operator.ts';
import { checkAudit } from './audit-check.ts';
import { cutLogs } from './cut-logs.ts';
import { openGate } from './keys-state.ts';

let server: TestServer;
let gate: Gate;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-31T12:00:00Z') });
  server = await startTestServer();
  gate = openGate(server.wardkeep.state);
}, 60_000);
afterAll(async () => {
  await server.stop();
  vi.useRealTimers();
});

const sql = (text: string) => run(server.database.db, text);
const grow = async (): Promise<void> => {
  await recordOperation(gate, { action: 'keys.rotate', outcome: 'success', by: 'service' });
  await server.wardkeep.state.sequencer?.passNow();
};
const verified = async () => {
  const { text } = await askOperator(server.config.dataDirectory, 'POST /audit/verify', {});
  return text;
};

test('the end of last year’s log cut off is found, though what is left of it fits', async () => {
  await grow();
  const [head] = await sql(`select size from audit_head where log = '2026'`);
  const size = Number(head?.['size']);
  await sql(`create table tiles as select * from audit_tile where log = '2026'`);
  await grow();
  await grow();
  vi.setSystemTime(new Date('2027-01-01T12:00:00Z'));
  await gate.vault.service.load();
  await grow();
  expect(await cutLogs(gate)).toEqual(new Map());
  expect(await verified()).not.toContain('"ok":false');
  for (const statement of [
    `delete from audit_event where event_id in
      (select event_id from audit_leaf where log = '2026' and leaf_index >= ${size})`,
    `delete from audit_leaf where log = '2026' and leaf_index >= ${size}`,
    `delete from audit_checkpoint where log = '2026' and size > ${size}`,
    `update audit_head set size = ${size}, next_batch = array[1, 2, 3, 4, 5] where log = '2026'`,
    `delete from audit_tile where log = '2026'`,
    `insert into audit_tile select * from tiles`,
  ])
    await sql(statement);
  const { db, checkpointKey, auditSealing: indexes } = gate;
  expect(await verifyLog({ db, checkpointKey, indexes, log: '2026' })).toMatchObject({ ok: true });
  expect(await cutLogs(gate)).toEqual(new Map([['2026', size]]));
  expect(await checkAudit(gate)).toMatchObject({ faults: 1 });
  expect(await sql(`select log, fault, fault_at from audit_check where fault is not null`)).toEqual(
    [{ log: '2026', fault: 'row_missing', fault_at: size }],
  );
  expect(await verified()).toContain(
    JSON.stringify({ log: '2026', ok: false, size, at: size, why: 'row_missing' }),
  );
  await sql(`delete from audit_log where log = '2026'`);
  await sql(`delete from audit_head where log = '2026'`);
  expect(await cutLogs(gate)).toEqual(new Map([['2026', 0]]));
});
