/**
 * A server whose clock is moved: its people live at the end of 2018, and seven years pass. Only `Date` is not the real one, and
 * the database's own clock, which is later than all of this.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { verifyLog } from '../../audit/index.ts';
import { run } from '../../testing/embedded.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { keepProofs, type KeptProofs } from '../../testing/kept-proofs.ts';
import { checkAudit } from '../audit-check.ts';
import { askOperator } from '../../testing/operator.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import type { Gate } from '../../gate/index.ts';
import { recordOperation } from '../../gate/index.ts';
import { releaseAuditHold } from './audit-holds.ts';
import { mayBeRetired } from './retired-events.ts';
import { retireAudit } from './retire-audit.ts';

let server: TestServer;
let patient: TestCaller;
let proofs: KeptProofs;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2018-12-30T12:00:00Z') });
  server = await startTestServer();
  patient = await server.signUp();
  expect((await patient.get(`/api/patients/${patient.personId}/chart`)).status).toBe(200);
  await server.stranger().get('/api/account');
  await sequence();
  proofs = await keepProofs(server.database.db, gate().checkpointKey);
}, 60_000);
afterAll(async () => {
  await server.stop();
  vi.useRealTimers();
});

function gate(): Gate {
  const { gate: open } = server.wardkeep.state;
  if (open === undefined) throw new Error('the server started locked');
  return open;
}

async function sequence(): Promise<void> {
  await server.wardkeep.state.sequencer?.passNow();
}

const sql = (text: string) => run(server.database.db, text);
const stop = new AbortController();
const retire = (signal = stop.signal) =>
  retireAudit(gate(), { keptYears: 7, signal, leavesAtOnce: 2 });
const whole = () => sql(`select 1 from audit_event where log = '2018' and core is not null`);
const live = async (at: string): Promise<void> => {
  vi.setSystemTime(new Date(at));
  await gate().vault.service.load();
};

async function verdicts() {
  const { checkpointKey, auditSealing: indexes, db } = gate();
  const logs = await sql('select log from audit_head order by log');
  return Promise.all(
    logs.map(({ log }) => verifyLog({ db, checkpointKey, log: String(log), indexes })),
  );
}

test('six years and 364 days after its year, every event is there, whole', async () => {
  await live('2025-12-30T12:00:00Z');
  await recordOperation(gate(), { action: 'system.read', outcome: 'success' });
  await live('2025-12-31T12:00:00Z');
  await recordOperation(gate(), { action: 'system.read', outcome: 'success' });
  expect(await retire()).toEqual({ years: [], events: 0 });
  expect((await whole()).length).toBe(proofs.count);
});

test('a clock that has just jumped destroys nothing', async () => {
  await live('2034-06-01T12:00:00Z');
  expect(await retire()).toEqual({ years: [], events: 0 });
  expect((await whole()).length).toBe(proofs.count);
});

test('a held year stays, whatever its age, and says why to the operator alone', async () => {
  await live('2026-01-02T12:00:00Z');
  const reason = 'The court wants it, case 12/2025';
  const { dataDirectory } = server.config;
  const held = await askOperator(dataDirectory, 'POST /audit/hold', { year: 2018, reason });
  expect(held.json).toMatchObject({ year: 2018, changed: true });
  const again = await askOperator(dataDirectory, 'POST /audit/hold', {
    year: 2018,
    reason: 'other',
  });
  expect(again.json).toMatchObject({ changed: false });
  expect(await retire()).toEqual({ years: [], events: 0 });
  const listed = (await askOperator(dataDirectory, 'GET /audit/holds')).json;
  expect(listed.holds).toEqual([{ year: 2018, placedAt: '2026-01-02T12:00:00.000Z', reason }]);
  const [row] = await sql(`select encode(sealed, 'escape') as bytes from audit_hold`);
  expect(String(row?.['bytes'])).not.toContain('court');
  expect(await releaseAuditHold(gate(), 2018)).toBe(true);
  expect(await releaseAuditHold(gate(), 2018)).toBe(false);
});

test('a run that is stopped changes nothing that the next one does not finish', async () => {
  const { years, events } = await retire(AbortSignal.abort());
  expect(years).toEqual([]);
  expect(events).toBe(2);
  expect((await whole()).length).toBe(proofs.count - 2);
  expect(await sql('select * from audit_retired')).toEqual([]);
  expect(await sql(`select 1 from service_key where name = 'audit-core-2018'`)).toHaveLength(1);
});

test('to take out what an event of a year says is a fault while the year is kept, and has its key', async () => {
  const of2018 = '0167e5b0-0000-7000-8000-000000000000';
  const kept = (years: number): boolean => !mayBeRetired(gate(), years)(of2018);
  expect([kept(7), kept(8)]).toEqual([false, true]);
  await sql('create table kept as select * from audit_event');
  const keptYears = 8;
  await sql(`update audit_event set core_hash = sha256(salt_core || core), salt_core = null, core = null,
    actor_index = null, subject_index = null, address_index = null where log = '2018' and core is not null`);
  expect(await checkAudit(gate(), { keptYears: 7 })).toMatchObject({ faults: 0 });
  await sql('delete from audit_check');
  expect(await checkAudit(gate(), { keptYears })).toMatchObject({ faults: 1 });
  await sql(`update audit_event e set core_hash = k.core_hash, salt_core = k.salt_core, core = k.core,
    actor_index = k.actor_index, subject_index = k.subject_index, address_index = k.address_index
    from kept k where k.event_id = e.event_id`);
  await sql('drop table kept; delete from audit_check');
});

test('seven years and a day after its year, what the events say is gone, and so is its key', async () => {
  expect(await retire()).toEqual({ years: [2018], events: proofs.count - 2 });
  const [left] =
    await sql(`select count(*) as n, count(core_hash) as cores, count(detail_hash) as details,
      count(coalesce(core, detail, salt_core, salt_detail)) as sealed,
      count(coalesce(actor_index, subject_index, address_index)) as tokens, count(detail_owner) as owners
    from audit_event where log = '2018'`);
  const n = proofs.count;
  expect(left).toEqual({ n, cores: n, details: n, sealed: 0, tokens: 0, owners: 0 });
  expect(
    await sql(`select name from service_key where name like 'audit-core-%' order by 1`),
  ).toEqual([
    { name: 'audit-core-2019' },
    { name: 'audit-core-2025' },
    { name: 'audit-core-2026' },
    { name: 'audit-core-2027' },
    ...((await sql(`select 1 from service_key where name = 'audit-core-2034'`)).length > 0
      ? [{ name: 'audit-core-2034' }, { name: 'audit-core-2035' }]
      : []),
  ]);
  expect(() => gate().vault.service.symmetric('audit-core-2018')).toThrow(/does not exist/);
  // Whoever sets more years later does not make a fault of what is gone by right.
  expect(await checkAudit(gate(), { keptYears: 30 })).toMatchObject({ faults: 0 });
  expect(await sql('select year, events from audit_retired')).toEqual([{ year: 2018, events: n }]);
});

test('it is in the log itself, with its counts, and happens once', async () => {
  const [event] = await sql(
    `select event_id, core from audit_event where event_type = 'audit.retire' and outcome = 'success'`,
  );
  const core = gate().auditSealing.openCore(String(event?.['event_id']), event?.['core'] as never);
  expect(core).toMatchObject({
    actor: { role: 'service' },
    reason: `2018: ${proofs.count} events`,
  });
  expect(await retire()).toEqual({ years: [], events: 0 });
  expect(await server.countEvents({ action: 'audit.retire', outcome: 'success' })).toBe(1);
});

test('every proof that somebody took along stays good, and both logs verify', async () => {
  await sequence();
  expect(proofs.count).toBeGreaterThan(5);
  expect(await proofs.faults()).toEqual([]);
  for (const verdict of await verdicts()) expect(verdict).toMatchObject({ ok: true });
});

test('but not when a row of a retired year is changed, taken away or added', async () => {
  const change = async (text: string, back: string): Promise<readonly string[]> => {
    await sql(text);
    const found = [...(await proofs.faults())];
    for (const verdict of await verdicts()) if (!verdict.ok) found.push(verdict.why);
    await sql(back);
    return found;
  };
  const row = `event_id = (select min(event_id::text)::uuid from audit_event where log = '2018')`;
  const flip = `update audit_event set core_hash = set_byte(core_hash, 0, get_byte(core_hash, 0) # 1) where ${row}`;
  expect(await change(flip, flip)).toContain('commitment_differs');
  await sql(`create table kept as select * from audit_event where ${row}`);
  const gone = await change(
    `delete from audit_event where ${row}`,
    'insert into audit_event select * from kept',
  );
  expect(gone).toContain('row_missing');
  await sql('drop table kept');
  expect(await proofs.faults()).toEqual([]);
});

test('a hold that comes too late is refused', async () => {
  const body = { year: 2018, reason: 'too late' };
  const late = await askOperator(server.config.dataDirectory, 'POST /audit/hold', body);
  expect(late.status).toBeGreaterThanOrEqual(400);
  expect(late.text).toContain('gone');
  expect(await sql('select * from audit_hold')).toEqual([]);
});

test('a person’s access log leaves retired events out, and shows the others', async () => {
  const again = await server.signIn('person1@example.test');
  const { status, json } = await again.get(`/api/patients/${patient.personId}/access-log`);
  expect(status).toBe(200);
  const times: string[] = json.entries.map(({ occurredAt }: { occurredAt: string }) => occurredAt);
  expect(times.length).toBeGreaterThan(0);
  expect(times.every((time) => time.startsWith('2026-'))).toBe(true);
});

test('an administrator’s search still finds retired events by time and action, and nobody in them', async () => {
  const admin = await server.signIn('admin@example.test');
  const passkey = server.passkeyOf(server.admin);
  const options = await admin.post('/api/sessions/passkey/options', {});
  await admin.begin('/api/sessions/passkey', { response: passkey?.getAssertion(options.json) });
  const until = encodeURIComponent('2019-01-01T00:00:00Z');
  const { status, json } = await admin.get(`/api/audit/events?until=${until}&limit=200`);
  expect(status).toBe(200);
  expect(json.events).toHaveLength(proofs.count);
  for (const event of json.events) {
    const { actor, patient, address, reason } = event;
    expect({ role: actor.role, person: actor.person, patient, address, reason }).toEqual({
      role: null,
      person: null,
      patient: null,
      address: null,
      reason: null,
    });
  }
  const read = await admin.get(`/api/audit/events?action=chart.read&until=${until}`);
  expect(read.json.events).toHaveLength(1);
});

test('another start opens the same keys, and makes none for the year that is gone', async () => {
  vi.setSystemTime(new Date('2026-01-03T12:00:00Z'));
  await server.restart();
  expect(await sql(`select 1 from service_key where name = 'audit-core-2018'`)).toEqual([]);
  expect(await retire()).toEqual({ years: [], events: 0 });
});
