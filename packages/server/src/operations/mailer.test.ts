import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MailSettings } from '../config/account-settings.ts';
import type { Log } from '../db/log.ts';
import { queries } from '../db/queries.ts';
import type { Gate } from '../gate/index.ts';
import { mailOutbox, type Mail } from '../outbox/index.ts';
import { eventually } from '../testing/embedded.ts';
import { silentLog, startTestServer, type TestServer } from '../testing/index.ts';
import { startSilentServer, startSmtpSink, type SmtpSink } from '../testing/smtp-sink.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { takeLetters } from './mail-letters.ts';
import { Mailer } from './mailer.ts';

// Without a mail server of its own: what is sent here, these tests send.
let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

const stopping: (() => Promise<unknown>)[] = [];
let sink: SmtpSink;
beforeEach(async () => {
  sink = await startSmtpSink();
  stopping.push(() => sink.close());
  await server.database.db.transaction((tx) => queries(tx).deleteFrom('outbox').execute());
});
afterEach(async () => {
  for (const stop of stopping.splice(0).toReversed()) await stop();
});

function gate(): Gate {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  return gate;
}

/** The same gate, so many minutes later. */
function gateLater(minutes: number): Gate {
  return { ...gate(), now: () => new Date(Date.now() + minutes * 60_000) };
}

function mailer(
  options: { url?: MailSettings['url'] | null; gate?: () => Gate | undefined; log?: Log } = {},
): Mailer {
  const { url = `smtp://127.0.0.1:${sink.port}` } = options;
  const mail = url === null ? undefined : { url, sender: 'wardkeep@example.test' };
  const config = { ...server.config, mail };
  const made = new Mailer({ config, gate, log: silentLog, everyMs: 20, ...options });
  stopping.push(() => made.stop());
  return made;
}

async function queue(...mails: Mail[]): Promise<void> {
  const { sealing, now, db } = gate();
  const outbox = mailOutbox({ isOn: true, sealing, now });
  await db.transaction(async (tx) => {
    for (const mail of mails) await outbox.queue(tx, mail);
  });
}

const CHANGED = 'password-changed';
const toPatient = (): Mail => ({
  to: { personId: patient.personId },
  template: CHANGED,
  values: {},
});
const toAddress = (address: string): Mail => ({
  to: { address, language: 'de' },
  template: 'confirm-sign-up',
  values: { link: 'https://x.test/y#z' },
});

function waiting() {
  return server.database.db.transaction((tx) =>
    queries(tx).selectFrom('outbox').selectAll().orderBy('created_at').execute(),
  );
}

/** Until what waits looks like that. */
async function settled(count: number, lastError?: string): Promise<void> {
  await eventually(async () => {
    const rows = await waiting();
    if (
      rows.length !== count ||
      (lastError !== undefined && !rows.every((row) => row.last_error === lastError))
    )
      throw new Error(`${rows.length} wait: ${rows.map((row) => row.last_error).join()}`);
  });
}

const events = (outcome: 'success' | 'failed') =>
  server.countEvents({ action: 'mail.send', outcome });

describe('what waits', () => {
  test('goes to a person’s address of now in their language, and to an address as it was given', async () => {
    await queue(toPatient(), toAddress('new@example.test'));
    mailer();
    await settled(0);
    const mails = sink.mails.map(({ to, raw }) => [
      to.join(),
      /^Subject: (.*)$/m.exec(raw)?.[1]?.trim(),
    ]);
    expect(mails).toEqual([
      ['person1@example.test', 'Your password was changed'],
      ['new@example.test', expect.stringContaining('=?UTF-8?Q?Best=C3=A4tigen')],
    ]);
  });

  test('opens an account with one event for each person and run, before it leaves', async () => {
    const before = await events('success');
    await queue(toPatient(), toPatient(), toPatient());
    const { port, close } = await startSilentServer();
    stopping.push(close);
    const hanging = mailer({ url: `smtp://127.0.0.1:${port}` });
    await eventually(async () => expect(await events('success')).toBe(before + 1));
    await hanging.stop();
    const log = await patient.get(`/api/patients/${patient.personId}/access-log`);
    expect(JSON.stringify(log.json)).toContain('mail.send');
  });

  test('waits while the keys are locked, and goes once they are open', async () => {
    const keys: { gate?: Gate } = {};
    await queue(toPatient());
    mailer({ gate: () => keys.gate });
    await sleep(150);
    expect([sink.connections(), (await waiting()).length]).toEqual([0, 1]);
    keys.gate = gate();
    await settled(0);
  });

  test('is sent once, however many servers look', async () => {
    const addresses = Array.from({ length: 30 }, (_each, at) => `a${at}@example.test`);
    await queue(...addresses.map(toAddress));
    for (let servers = 0; servers < 3; servers++) mailer();
    await settled(0);
    expect(sink.mails.flatMap(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
  });

  test('of somebody who is gone goes nowhere, and keeps nobody waiting', async () => {
    await queue({ ...toPatient(), to: { personId: randomUUID() } }, toPatient());
    mailer();
    await settled(0);
    expect(sink.mails.map(({ to }) => to.join())).toEqual(['person1@example.test']);
  });

  test('and was altered in the database does not leave, and keeps nobody waiting', async () => {
    await queue(toAddress('a@example.test'), toPatient());
    const [first, second] = await waiting();
    await server.database.db.transaction((tx) =>
      // Sealed for another row.
      queries(tx)
        .updateTable('outbox')
        .set({ sealed: second?.sealed as never })
        .where('outbox_id', '=', first?.outbox_id ?? '')
        .execute(),
    );
    mailer();
    await settled(1, 'unreadable');
    expect(sink.mails.map(({ to }) => to.join())).toEqual(['person1@example.test']);
  });
});

test('a link that was queued for one person and is written to another in the database goes to neither', async () => {
  const values = { link: 'https://x.test/reset#secret' };
  await queue({ to: { personId: patient.personId }, template: 'password-reset', values });
  await server.database.db.transaction((tx) =>
    queries(tx).updateTable('outbox').set({ person_id: server.admin.personId }).execute(),
  );
  mailer();
  await settled(1, 'unreadable');
  expect(sink.mails).toEqual([]);
});

describe('when the mail server', () => {
  test('is away, everything stays with a code and a later time, and goes when it is back', async () => {
    const { port } = sink;
    await sink.close();
    await queue(toPatient(), toAddress('a@example.test'));
    const logged: object[] = [];
    const log = { ...silentLog, warn: (details: object) => void logged.push(details) };
    const away = mailer({ url: `smtp://127.0.0.1:${port}`, log });
    await settled(2, 'unreachable');
    expect(logged).toEqual([{ code: 'unreachable' }]);
    const rows = await waiting();
    expect(rows.map(({ attempts }) => attempts)).toEqual([1, 1]);
    for (const row of rows) {
      const waitsMs = row.next_attempt_at.getTime() - Date.now();
      expect(waitsMs).toBeGreaterThan(30_000);
      expect(waitsMs).toBeLessThanOrEqual(60_000);
    }
    await away.stop();
    sink = await startSmtpSink({ port });
    mailer({ gate: () => gateLater(1.1) });
    await settled(0);
    expect(sink.mails.length).toBe(2);
  });

  test('refuses one, the others leave', async () => {
    await sink.close();
    const no = Object.assign(new Error('no such a@example.test'), { responseCode: 550 });
    sink = await startSmtpSink({
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith('a@')) done(no);
        else done();
      },
    });
    await queue(toAddress('a@example.test'), toAddress('b@example.test'));
    mailer();
    await settled(1, 'refused');
    expect(sink.mails.map(({ to }) => to.join())).toEqual(['b@example.test']);
    expect(JSON.stringify(await waiting())).not.toContain('example.test');
  });

  test('hangs while this server stops, it stops, and another sends at once', async () => {
    const { port, close } = await startSilentServer();
    stopping.push(close);
    await queue(toPatient());
    const hanging = mailer({ url: `smtp://127.0.0.1:${port}` });
    await eventually(async () => expect((await waiting())[0]?.attempts).toBe(1));
    await sleep(200);
    const begunMs = performance.now();
    await hanging.stop();
    expect(performance.now() - begunMs).toBeLessThan(2_000);
    mailer();
    await settled(0);
    expect(sink.mails.length).toBe(1);
  });

  test('was never told of it because a process died, another server sends it some minutes later', async () => {
    await queue(toPatient());
    expect(await takeLetters(gate())).toHaveLength(1);
    expect(await takeLetters(gate())).toEqual([]);
    expect(await takeLetters(gateLater(11))).toHaveLength(1);
  });

  test('is known by a reference that leads nowhere, e-mail waits', async () => {
    await queue(toPatient());
    mailer({ url: { kind: 'environment', variable: 'NOT_SET_ANYWHERE' } });
    await settled(1, 'secret');
  });
});

describe('what can’t be sent', () => {
  test('is tried for three days, then goes with an event that says so', async () => {
    const before = await events('failed');
    await queue(toPatient(), toAddress('a@example.test'));
    expect(await takeLetters(gateLater(3 * 1440 - 1))).toHaveLength(2);
    expect(await takeLetters(gateLater(3 * 1440 + 11))).toEqual([]);
    expect(await waiting()).toEqual([]);
    expect(await events('failed')).toBe(before + 2);
  });

  test('is not sent with a link that is dead by then', async () => {
    const reset = { template: 'password-reset', values: { link: 'https://x.test/y#z' } } as const;
    await queue({ to: { personId: patient.personId }, ...reset });
    expect(await takeLetters(gateLater(11))).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  test('is shown to the operator after an hour', async () => {
    await sink.close();
    await queue(toPatient());
    const soon = mailer();
    await settled(1, 'unreachable');
    await sleep(100);
    expect(soon.isStuck).toBe(false);
    const late = mailer({ gate: () => ({ ...gateLater(61), sealing: gate().sealing }) });
    await eventually(async () => {
      expect(late.isStuck).toBe(true);
    });
  });

  test('because there is no mail server any more goes when it is too old', async () => {
    await queue(toPatient());
    mailer({ url: null });
    await sleep(100);
    expect(await waiting()).toHaveLength(1);
    mailer({ url: null, gate: () => gateLater(3 * 1440 + 1) });
    await settled(0);
    expect(sink.connections()).toBe(0);
  });
});

test('without a mail server the operator is told', async () => {
  expect((await server.admin.get('/api/system')).json.notices).toContain('no-mail');
});

test('a server with a mail server set sends what its features queue', async () => {
  const settings = {
    WARDKEEP_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    WARDKEEP_MAIL_SENDER: 'wardkeep@example.test',
    WARDKEEP_SIGN_UP: 'open',
  };
  const sending = await startTestServer({ settings });
  stopping.push(() => sending.stop());
  expect((await sending.admin.get('/api/system')).json.notices).not.toContain('no-mail');
  // Setting up a second factor is told to whom it belongs.
  await eventually(async () => {
    expect(sink.mails.map(({ to }) => to.join())).toContain('admin@example.test');
  });
}, 120_000);
