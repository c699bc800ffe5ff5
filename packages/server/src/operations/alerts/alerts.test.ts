import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAlerts, type Alert } from '@wardkeep/contract';
import { appendEvent } from '../../audit/index.ts';
import { queries } from '../../db/queries.ts';
import { recordOperation, sequencerKeys, type Gate } from '../../gate/index.ts';
import { openWebhook, outboxName } from '../../outbox/index.ts';
import { breakGlass, patientNamed } from '../../testing/break-glass.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE } from '../../testing/opened-outbox.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { KnownPatients } from './known-patients.ts';
import { readNewEvents } from './read-new-events.ts';

let server: TestServer;
let provider: TestCaller;
beforeAll(async () => {
  server = await startTestServer({
    settings: {
      ...MAIL_TO_NOWHERE,
      WARDKEEP_SIGN_UP: 'open',
      WARDKEEP_ALERT_WEBHOOK: 'https://127.0.0.1:1/alerts',
      WARDKEEP_WEBHOOK_SECRET_FROM: 'env:TEST_WEBHOOK_SECRET',
      TEST_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    },
  });
  provider = await server.join('provider');
}, 60_000);
afterAll(() => server.stop());

const FIRES_WITHIN_MS = 5_000;

async function alerts(): Promise<readonly Alert[]> {
  const reply = await server.admin.get('/api/security/alerts');
  expect(reply.status, reply.text).toBe(200);
  return listAlerts.reply.parse(reply.json).alerts;
}

async function openAlert(
  rule: Alert['rule'],
  is: (alert: Alert) => boolean = () => true,
): Promise<Alert | undefined> {
  const open = (await alerts()).filter(({ acknowledgedAt }) => acknowledgedAt === null);
  return open.find((alert) => alert.rule === rule && is(alert));
}

/** Waits no longer than an alert may take. */
async function raised(rule: Alert['rule'], is?: (alert: Alert) => boolean): Promise<Alert> {
  const untilMs = performance.now() + FIRES_WITHIN_MS;
  do {
    const alert = await openAlert(rule, is);
    if (alert !== undefined) return alert;
    await sleep(100);
  } while (performance.now() < untilMs);
  throw new Error(`no alert within 5 s: ${rule} ${JSON.stringify(await alerts())}`);
}

/** Until everything that is in the log was read. */
async function caughtUp(): Promise<void> {
  for (;;) {
    const counts = await server.database.db.transaction(async (tx) => {
      const pending = await queries(tx).selectFrom('audit_pending').select('id').execute();
      const heads = await queries(tx).selectFrom('audit_head').select(['log', 'size']).execute();
      const cursors = await queries(tx).selectFrom('alert_cursor').selectAll().execute();
      return { pending, heads, cursors };
    });
    const read = new Map(counts.cursors.map((row) => [row.log, row.next_leaf]));
    const isRead = counts.heads.every(({ log, size }) => read.get(log) === size);
    if (isRead && counts.pending.length === 0) return;
    await sleep(50);
  }
}

function gate(): Gate {
  const { gate: open } = server.wardkeep.state;
  if (open === undefined) throw new Error('the keys are locked');
  return open;
}

/** A read of somebody's chart, as the gate would have written it. */
async function read(actorId: string, patientId: string): Promise<void> {
  await gate().db.transaction((tx) =>
    appendEvent(
      tx,
      sequencerKeys(gate()),
      {
        actor: { personId: actorId, role: 'provider' },
        action: 'chart.read',
        outcome: 'success',
        relationship: 'consent',
        purposeOfUse: 'TREAT',
        requestId: randomUUID(),
        address: null,
        personId: patientId,
        detail: { resources: [] },
      },
      { now: () => Date.now(), randomBytes, uuid: uuidV7 },
    ),
  );
}

function uuidV7(): string {
  const hex = Date.now().toString(16).padStart(12, '0');
  const random = randomUUID();
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${random.slice(15)}`;
}

async function acknowledge({ alertId }: Alert, words = ''): Promise<void> {
  const reply = await server.admin.post(`/api/security/alerts/${alertId}/acknowledge`, { words });
  expect(reply.status, reply.text).toBe(204);
}

async function guessWrongly(times: number): Promise<void> {
  for (let at = 0; at < times; at += 1)
    await server.stranger().post('/api/sessions', {
      email: 'admin@example.test',
      password: `wrong password ${at}`,
    });
}

describe('an alert is there within 5 s of', () => {
  test('ten wrong passwords for one account, and not of nine', async () => {
    await guessWrongly(9);
    await caughtUp();
    const ofAccount = ({ about }: Alert): boolean => about?.person != null;
    expect(await openAlert('sign-in-failures', ofAccount)).toBeUndefined();
    await guessWrongly(1);
    const alert = await raised('sign-in-failures', ofAccount);
    expect(alert).toMatchObject({
      severity: 'warning',
      count: 10,
      about: { person: { displayName: 'Test Administrator' }, address: null },
    });
    expect(alert.eventIds.length).toBeGreaterThan(0);
    const fromAddress = await raised('sign-in-failures', ({ about }) => about?.address != null);
    expect(fromAddress.about).toEqual({ person: null, address: '127.0.0.1' });
  }, 20_000);

  test('twenty refusals of one account, and not of nineteen', async () => {
    const stranger = await server.signUp();
    const ask = (): Promise<unknown> => provider.get(`/api/patients/${stranger.personId}/chart`);
    for (let at = 0; at < 19; at += 1) await ask();
    await caughtUp();
    expect(await openAlert('denials')).toBeUndefined();
    await ask();
    const alert = await raised('denials');
    expect(alert).toMatchObject({
      count: 20,
      about: { person: { displayName: 'Test Colleague' } },
    });
  }, 20_000);

  test('one account that read fifty patients, and not one patient fifty times', async () => {
    const same = randomUUID();
    for (let at = 0; at < 60; at += 1) await read(provider.personId, same);
    for (let at = 0; at < 48; at += 1) await read(provider.personId, randomUUID());
    await caughtUp();
    expect(await openAlert('mass-reads')).toBeUndefined();
    await read(provider.personId, randomUUID());
    expect(await raised('mass-reads')).toMatchObject({ severity: 'critical', count: 50 });
  }, 20_000);

  test('a broken glass', async () => {
    await patientNamed(server, 'Notfallmann');
    await server.proveFreshly(provider);
    const opened = await breakGlass(provider, 'Notfallmann');
    expect(opened.status, opened.text).toBe(200);
    const alert = await raised('emergency-access');
    expect(alert.about?.person?.personId).toBe(provider.personId);
  }, 20_000);

  test('a failed rotation', async () => {
    await recordOperation(gate(), { action: 'keys.rotate', outcome: 'failed', by: 'service' });
    expect(await raised('key-work-failed')).toMatchObject({ count: 1, about: null });
  }, 20_000);

  test('an invitation by an administrator, and of the new administrator', async () => {
    expect(await raised('role-change')).toMatchObject({
      about: { person: { personId: server.admin.personId } },
    });
    await server.join('provider');
    const other = await server.join('admin');
    const alert = await raised(
      'role-change',
      ({ about }) => about?.person?.personId === other.personId,
    );
    expect(alert.count).toBe(1);
    const abouts = (await alerts())
      .filter(({ rule }) => rule === 'role-change')
      .map(({ about }) => about?.person?.personId);
    expect(new Set(abouts)).toEqual(new Set([server.admin.personId, other.personId]));
    expect(abouts).toHaveLength(2);
  }, 20_000);
});

describe('one that is open', () => {
  test('grows; acknowledged, it is closed, and the next one opens anew', async () => {
    const fail = (): Promise<void> =>
      recordOperation(gate(), { action: 'keys.renew' as 'keys.rotate', outcome: 'failed' });
    await fail();
    const grown = await raised('key-work-failed', ({ count }) => count === 2);
    await acknowledge(grown, 'The provider was away.');
    expect(await openAlert('key-work-failed')).toBeUndefined();
    const closed = (await alerts()).find(({ alertId }) => alertId === grown.alertId);
    expect(closed).toMatchObject({
      words: 'The provider was away.',
      acknowledgedBy: { displayName: 'Test Administrator' },
    });
    await fail();
    const next = await raised('key-work-failed');
    expect(next).toMatchObject({ count: 1, words: null });
    expect(next.alertId).not.toBe(grown.alertId);
  }, 20_000);

  test('is told once to each administrator and to the webhook, without whom it is about', async () => {
    await caughtUp();
    const { mails, webhooks } = await told();
    const ofRule = (rule: string) => mails.filter(({ values }) => values['rule'] === rule);
    const first = mails.filter(
      ({ personId, values }) =>
        personId === server.admin.personId && values['rule'] === 'mass-reads',
    );
    expect(first).toHaveLength(1);
    // Administrators have an e-mail of its own about each.
    expect(ofRule('emergency-access')).toEqual([]);
    expect(webhooks.filter(({ data }) => data.rule === 'emergency-access')).toHaveLength(1);
    const [webhook] = webhooks.filter(({ data }) => data.rule === 'mass-reads');
    expect(webhook).toMatchObject({
      type: 'alert.raised',
      data: { severity: 'critical', count: 50 },
    });
    const text = JSON.stringify([mails.map(({ values }) => values), webhooks]);
    for (const secret of [provider.personId, 'Test Colleague', '127.0.0.1"', 'example.test'])
      expect(text).not.toContain(secret);
    expect(text).toContain(`${server.url}/admin/security`);
  }, 20_000);
});

describe('what is read', () => {
  test('is counted once: as many as the log has, also when two read and one is broken off', async () => {
    for (let at = 0; at < 30; at += 1) await read(provider.personId, randomUUID());
    await server.wardkeep.state.sequencer?.passNow();
    const telling = { gate: gate(), settings: server.config.alerts, link: '' };
    const { db } = gate();
    const broken: Gate = {
      ...gate(),
      db: {
        ...db,
        transaction: (work, options) =>
          db.transaction(async (tx) => {
            const done = await work(tx);
            if (options?.readOnly !== true) throw new Error('broken off');
            return done;
          }, options),
      },
    };
    const reading = await Promise.allSettled([
      readNewEvents(telling, new KnownPatients()),
      readNewEvents({ ...telling, gate: broken }, new KnownPatients()),
      readNewEvents(telling, new KnownPatients()),
    ]);
    expect(reading.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await caughtUp();
    const [counted, logged] = await server.database.db.transaction(
      async (tx) => [
        await queries(tx)
          .selectFrom('security_count')
          .select((eb) => ['event_type', 'outcome', eb.fn.sum<number>('events').as('events')])
          .groupBy(['event_type', 'outcome'])
          .orderBy('event_type')
          .orderBy('outcome')
          .execute(),
        await queries(tx)
          .selectFrom('audit_event')
          .select((eb) => ['event_type', 'outcome', eb.fn.sum<number>('repeated').as('events')])
          .innerJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
          .groupBy(['event_type', 'outcome'])
          .orderBy('event_type')
          .orderBy('outcome')
          .execute(),
      ],
      { isolation: 'repeatable read' },
    );
    expect(counted.map(plain)).toEqual(logged.map(plain));
    expect(counted.length).toBeGreaterThan(5);
  }, 20_000);

  test('does not stop at an event that was altered: that is an alert, and what follows is read', async () => {
    await recordOperation(gate(), { action: 'keys.rotate', outcome: 'success' });
    await server.database.db.transaction(async (tx) => {
      await queries(tx)
        .updateTable('audit_event')
        .set({ core: randomBytes(60) as never })
        .where('event_type', '=', 'keys.rotate')
        .where('outcome', '=', 'success')
        .execute();
    });
    const fault = await raised('audit-fault');
    expect(fault).toMatchObject({ severity: 'critical', about: null });
    await caughtUp();
  }, 20_000);

  test('does not stop at an event whose moment was altered to none, nor where the cursor was set ahead', async () => {
    await recordOperation(gate(), { action: 'keys.restore', outcome: 'success' });
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('audit_event')
        .set({ occurred_ms: Number.MAX_SAFE_INTEGER })
        .where('event_type', '=', 'keys.restore')
        .execute(),
    );
    await caughtUp();
    const fault = await raised('audit-fault');
    await server.database.db.transaction((tx) =>
      queries(tx).updateTable('alert_cursor').set({ next_leaf: 1_000_000_000 }).execute(),
    );
    expect(await raised('audit-fault', ({ count }) => count > fault.count)).toBeDefined();
    await caughtUp();
    await recordOperation(gate(), { action: 'escrow.compare', outcome: 'failed', by: 'service' });
    expect(await raised('escrow-mismatch')).toBeDefined();
  }, 20_000);

  test('does not stop at an alert that was altered', async () => {
    await server.database.db.transaction(async (tx) => {
      const sealed = randomBytes(60) as never;
      await queries(tx)
        .updateTable('alert')
        .set({ sealed })
        .where('rule', '=', 'audit-fault')
        .execute();
    });
    expect(await openAlert('audit-fault')).toMatchObject({ about: null, words: null });
    await recordOperation(gate(), { action: 'audit.check', outcome: 'failed', by: 'service' });
    expect(await raised('audit-fault', ({ count }) => count === 3)).toBeDefined();
  }, 20_000);
});

function plain(row: { event_type: string; outcome: string; events: number }): string {
  return `${row.event_type} ${row.outcome} ${row.events}`;
}

interface WebhookBody {
  readonly type: string;
  readonly data: { readonly rule: string };
}

/** What waits to be sent about alerts, opened. */
async function told() {
  const { sealing } = gate();
  const rows = await server.database.db.transaction(async (tx) => ({
    mails: await queries(tx).selectFrom('outbox').selectAll().execute(),
    webhooks: await queries(tx).selectFrom('webhook_outbox').selectAll().execute(),
  }));
  const mails = rows.mails.map((row) => {
    const place = { name: outboxName(row.outbox_id, row.person_id), day: row.created_at };
    return { personId: row.person_id, ...sealing.open(place, row.sealed) };
  });
  const webhooks = rows.webhooks.map(({ webhook_id: webhookId, created_at: createdAt, sealed }) => {
    const { body } = openWebhook(sealing, { webhookId, createdAt, sealed });
    return JSON.parse(body) as WebhookBody; // as tell-alert.ts writes it
  });
  return { mails: mails.filter(({ template }) => template === 'alert'), webhooks };
}
