import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginLeafHash } from '../../audit/begin-leaf.ts';
import { logKey, openCheckpoint, signCheckpoint } from '../../audit/checkpoint.ts';
import { verifyLog } from '../../audit/index.ts';
import { verifierKey } from '../../audit/signed-note.ts';
import { parseReference } from '../../config/secret-reference.ts';
import type { EscrowSettings } from '../../config/proof-settings.ts';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import { sequencerKeys, type Gate } from '../../gate/index.ts';
import { eventually } from '../../testing/embedded.ts';
import { startFakeS3 } from '../../testing/fake-s3.ts';
import {
  silentLog,
  startTestServer,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestServer,
} from '../../testing/index.ts';
import { askOperator } from '../../testing/operator.ts';
import { mailOutbox } from '../../outbox/index.ts';
import { whileRewritten } from '../../testing/rewrite-log.ts';
import { openOutbox } from '../../testing/opened-outbox.ts';
import { suspendPerson } from '../erasure/index.ts';
import { startWebhooks } from '../webhooks.ts';
import { Escrow, noteWebhook } from './index.ts';

const LOG = String(new Date().getUTCFullYear());
const NONE: EscrowSettings = {
  directory: undefined,
  s3: undefined,
  mail: undefined,
  webhook: undefined,
};

let server: TestServer;
let minutes = 0;
let place: TemporaryDirectory;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  minutes = 0;
  place = await temporaryDirectory();
  await server.database.db.transaction(async (tx) => {
    await queries(tx).deleteFrom('escrow').execute();
    await queries(tx).deleteFrom('escrow_count').execute();
    await queries(tx).deleteFrom('webhook_outbox').execute();
  });
});
const stopping: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0).toReversed()) await stop();
  await place.remove();
});

/** The server's gate, so many minutes later. */
function gate(): Gate {
  const { gate: opened } = server.wardkeep.state;
  if (opened === undefined) throw new Error('the keys are locked');
  return { ...opened, now: () => new Date(Date.now() + minutes * 60_000) };
}

/** What another process would have, with nothing remembered. */
function escrowTo(settings: Partial<EscrowSettings>): Escrow {
  const config = { ...server.config, escrow: { ...NONE, ...settings } };
  return new Escrow({ config, gate, log: silentLog });
}

const inDirectory = () => escrowTo({ directory: place.path });
const folder = () => path.join(place.path, 'checkpoints', LOG);
const kept = () => readdirSync(folder()).toSorted();

/** One event more, and the checkpoint over it. @returns its size. */
async function grow(): Promise<number> {
  await server.stranger().post('/api/sessions', { email: 'nobody@example.test', password: 'x' });
  await server.wardkeep.state.sequencer?.passNow();
  return newestSize();
}

function newestSize(): Promise<number> {
  return server.database.db.transaction(async (tx) => {
    const row = await queries(tx)
      .selectFrom('audit_checkpoint')
      .select('size')
      .where('log', '=', LOG)
      .orderBy('size', 'desc')
      .executeTakeFirstOrThrow();
    return row.size;
  });
}

const stateOf = async (escrow: Escrow) =>
  (await server.database.db.transaction((tx) => escrow.states(tx)))[0];
const rewritten = (during: () => Promise<void>) =>
  whileRewritten(server.database.db, sequencerKeys(gate()), LOG, during);
const verdicts = async (escrow: Escrow) =>
  (await escrow.compare(gate(), 'service')).map(({ log, verdict }) => [log, verdict]);

describe('what is brought', () => {
  test('is the newest checkpoint, signed, in a file of its size, with the restriction list', async () => {
    const patient = await server.signUp();
    await suspendPerson(gate(), patient.personId);
    const size = await grow();
    const escrow = inDirectory();
    await escrow.deliverTo('directory');
    const [file = ''] = kept();
    expect(file).toBe(`${String(size).padStart(16, '0')}.note`);
    const note = readFileSync(path.join(folder(), file), 'utf8');
    expect(openCheckpoint(note, gate().checkpointKey, LOG).size).toBe(size);
    const lists = readdirSync(path.join(place.path, 'restrictions'));
    const list = readFileSync(path.join(place.path, 'restrictions', lists.at(-1) ?? ''), 'utf8');
    expect(list).toBe(gate().vault.keyStore.restrictions());
    expect(await stateOf(escrow)).toMatchObject({ sink: 'directory', size, failure: null });
    expect(await verdicts(escrow)).toEqual([
      [LOG, 'consistent'],
      [null, 'consistent'],
    ]);
  });

  test('yardstick 69: at each look of ten seconds nothing waits longer than half a minute', async () => {
    const escrow = inDirectory();
    const ages: number[] = [];
    let since = 0;
    for (let second = 0; second <= 120; second += 10) {
      minutes = second / 60;
      const size = await grow();
      await escrow.deliverTo('directory');
      if (kept().at(-1) === `${String(size).padStart(16, '0')}.note`) since = second;
      ages.push(second - since);
    }
    expect(Math.max(...ages)).toBeLessThanOrEqual(30);
    // And no oftener than it must.
    expect(kept().length).toBeLessThanOrEqual(5);
  });

  test('comes from one server, where two look at once', async () => {
    const requests: string[] = [];
    const s3 = await startFakeS3('kept');
    stopping.push(() => s3.close());
    const settings = { bucket: 'kept', prefix: '', endpoint: s3.endpoint };
    const config = { ...server.config, escrow: { ...NONE, s3: settings } };
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const access = { region: 'eu-central-1', credentials };
    const servers = [1, 2, 3].map(() => new Escrow({ config, gate, log: silentLog, s3: access }));
    await grow();
    await Promise.all(servers.map((each) => each.deliverTo('s3')));
    requests.push(...s3.asked.filter((each) => each.startsWith('PUT /kept/checkpoints')));
    expect(requests).toHaveLength(1);
    const [one] = servers;
    expect((await one?.compare(gate(), 'service'))?.map(({ verdict }) => verdict)).toEqual([
      'consistent',
      'consistent',
    ]);
  });

  test('is tried again where the place is away, later and later, and an hour of it is a notice', async () => {
    const file = path.join(place.path, 'file');
    writeFileSync(file, '');
    const escrow = escrowTo({ directory: file });
    await grow();
    await escrow.deliverTo('directory');
    const first = await stateOf(escrow);
    expect(first).toMatchObject({ deliveredAt: null, failure: 'missing' });
    minutes = 30;
    await escrow.deliverTo('directory');
    expect((await stateOf(escrow))?.failedAt, 'since when').toBe(first?.failedAt);
    expect(escrow.notices()).not.toContain('escrow-stuck');
    minutes = 61;
    await escrow.deliverTo('directory');
    expect(escrow.notices()).toContain('escrow-stuck');
    rmSync(file);
    minutes = 70;
    await escrow.deliverTo('directory');
    expect(escrow.notices()).not.toContain('escrow-stuck');
    expect(await stateOf(escrow)).toMatchObject({ failedAt: null, failure: null });
  });
});

test('a turn that is set years ahead, by a clock or by hand, keeps nothing from being brought', async () => {
  const escrow = inDirectory();
  await grow();
  await escrow.deliverTo('directory');
  const before = kept().length;
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('escrow')
      .set({ next_attempt_at: new Date('2199-01-01') })
      .execute(),
  );
  await grow();
  await escrow.deliverTo('directory');
  expect(kept().length).toBe(before + 1);
});

describe('a notice', () => {
  test('says that a place does not keep up, also where nothing failed', async () => {
    const escrow = inDirectory();
    await grow();
    await escrow.deliverTo('directory');
    await server.database.db.transaction((tx) =>
      queries(tx).updateTable('escrow').set({ verdict: 'behind' }).execute(),
    );
    await grow();
    minutes = 1;
    await escrow.deliverTo('directory');
    expect(escrow.notices()).toContain('escrow-stuck');
  });

  test('nags until there is a place that is not the disk of the data', async () => {
    expect(escrowTo({}).notices()).toEqual(['no-escrow']);
    expect(inDirectory().notices(), 'both are in one directory here').toEqual(['no-escrow']);
    expect(escrowTo({ webhook: 'https://elsewhere.test' }).notices()).toEqual([]);
    expect((await server.stranger().get('/readyz')).json.notices).toContain('no-escrow');
  });
});

describe('an insider', () => {
  test('who rewrites the log whole, with the signing key, is not seen by the log itself, and seen here', async () => {
    const escrow = inDirectory();
    await grow();
    const size = await grow();
    await escrow.deliverTo('directory');
    const before = kept();
    await rewritten(async () => {
      const { checkpointKey } = gate();
      const own = { db: server.database.db, checkpointKey, log: LOG };
      expect(await verifyLog(own)).toMatchObject({ ok: true, size });
      expect(await verdicts(escrow)).toContainEqual([LOG, 'forked']);
      expect(await verdicts(inDirectory()), 'also after a restart').toContainEqual([LOG, 'forked']);
      expect(escrow.notices()).toContain('escrow-mismatch');
      expect(await stateOf(escrow)).toMatchObject({ verdict: 'forked' });
      expect(
        await server.countEvents({ action: 'escrow.compare', outcome: 'failed' }),
      ).toBeGreaterThan(0);
    });
    expect(kept()).toEqual(before);
  });

  test('is not helped by time: nothing newer is laid over the proof', async () => {
    const size = await grow();
    const escrow = inDirectory();
    await escrow.deliverTo('directory');
    minutes = 5;
    // One more than was brought, in the tree that replaces the other.
    await grow();
    await rewritten(async () => {
      for (const each of [escrow, inDirectory()]) {
        await each.deliverTo('directory');
        expect(kept().at(-1)).toBe(`${String(size).padStart(16, '0')}.note`);
        expect(await stateOf(each)).toMatchObject({ failure: 'forked', verdict: 'forked' });
        minutes += 10;
      }
    });
  });

  test('who lays one of their own over it is seen by those below', async () => {
    const escrow = inDirectory();
    await grow();
    await escrow.deliverTo('directory');
    await grow();
    await rewritten(async () => {
      const { note, size } = await newestNote();
      writeFileSync(path.join(folder(), `${String(size).padStart(16, '0')}.note`), note);
      expect(await verdicts(inDirectory())).toContainEqual([LOG, 'forked']);
      const all = await inDirectory().compare(gate(), 'operator', { isWhole: true });
      expect(all).toContainEqual(expect.objectContaining({ verdict: 'forked', looked: 3 }));
    });
  });

  test('who writes a checkpoint into the database without the key fills no place with it', async () => {
    const size = (await grow()) + 1_000_000;
    const forge = (tx: Tx) =>
      queries(tx)
        .insertInto('audit_checkpoint')
        .values({ log: LOG, size, note: 'junk\n', created_at: new Date() })
        .execute();
    const remove = (tx: Tx) =>
      queries(tx).deleteFrom('audit_checkpoint').where('size', '=', size).execute();
    await server.database.db.transaction(forge);
    stopping.push(() => server.database.db.transaction(remove));
    const escrow = inDirectory();
    await escrow.deliverTo('directory');
    expect(readdirSync(place.path)).not.toContain('checkpoints');
    expect(escrow.notices()).toContain('escrow-mismatch');
  });

  test('who deletes what was kept is told of', async () => {
    const escrow = inDirectory();
    await grow();
    await escrow.deliverTo('directory');
    rmSync(folder(), { recursive: true });
    expect(await verdicts(escrow)).toContainEqual([LOG, 'missing']);
    expect(escrow.notices()).toContain('escrow-mismatch');
  });

  test('who puts something unsigned in its place is told of', async () => {
    const escrow = inDirectory();
    await grow();
    await escrow.deliverTo('directory');
    writeFileSync(path.join(folder(), '0000000000999999.note'), 'junk\n');
    expect(await verdicts(escrow)).toContainEqual([LOG, 'unreadable']);
    expect(escrow.notices()).toContain('escrow-mismatch');
    expect(await escrow.witnessed(LOG), 'nobody has said whose key counts').toBeUndefined();
    // A pipe that nobody writes to, and more than fits into memory.
    spawnSync('mkfifo', [path.join(folder(), '0000000001000000.note')]);
    expect(await verdicts(escrow)).toContainEqual([LOG, 'unreadable']);
    const huge = path.join(folder(), '0000000001000001.note');
    writeFileSync(huge, '');
    truncateSync(huge, 3 * 1024 ** 3);
    expect(await verdicts(escrow)).toContainEqual([LOG, 'unreadable']);
  });
});

test('a log that the database does not know is a fork, unless a later log began with what is held', async () => {
  const escrow = inDirectory();
  const keys = sequencerKeys(gate());
  const root = Buffer.alloc(32, 7);
  const note = signCheckpoint(keys, '1999', { size: 600, root });
  const at = path.join(place.path, 'checkpoints', '1999');
  await grow();
  await escrow.deliverTo('directory');
  mkdirSync(at);
  writeFileSync(path.join(at, '0000000000000600.note'), note);
  expect(await verdicts(escrow)).toContainEqual(['1999', 'forked']);
  const begin = (begins: string) =>
    server.database.db.transaction((tx) =>
      queries(tx)
        .insertInto('audit_log')
        .values({ log: '1999-2', year: 1999, epoch: 2, opened_at: new Date(), begins_with: begins })
        .onConflict((conflict) => conflict.column('log').doUpdateSet({ begins_with: begins }))
        .execute(),
    );
  stopping.push(() =>
    server.database.db.transaction((tx) =>
      queries(tx).deleteFrom('audit_log').where('log', '=', '1999-2').execute(),
    ),
  );
  stopping.push(() =>
    server.database.db.transaction((tx) =>
      queries(tx).deleteFrom('audit_checkpoint').where('log', '=', '1999-2').execute(),
    ),
  );
  await begin(signCheckpoint(keys, '1999', { size: 600, root: Buffer.alloc(32, 8) }));
  expect(await verdicts(escrow), 'another tree').toContainEqual(['1999', 'forked']);
  await begin(note);
  expect(await verdicts(escrow), 'as SQL alone can').toContainEqual(['1999', 'forked']);
  const signed = signCheckpoint(keys, '1999-2', { size: 1, root: beginLeafHash(note) });
  await server.database.db.transaction((tx) =>
    queries(tx)
      .insertInto('audit_checkpoint')
      .values({ log: '1999-2', size: 1, note: signed, created_at: new Date() })
      .execute(),
  );
  expect(await verdicts(escrow)).toContainEqual(['1999', 'consistent']);
});

test('the newest genuine note of all places is what a log must not go back behind', async () => {
  const escrow = inDirectory();
  const size = await grow();
  await escrow.deliverTo('directory');
  await escrow.refuseShorterList(gate());
  const note = await escrow.witnessed(LOG);
  expect(note).toBe((await newestNote()).note);
  expect(openCheckpoint(note ?? '', gate().checkpointKey, LOG).size).toBe(size);
  expect(await escrow.witnessed('1970')).toBeUndefined();
});

test('a restriction list shorter than the one that is held outside is refused before anything is served', async () => {
  const patient = await server.signUp();
  await suspendPerson(gate(), patient.personId);
  const escrow = inDirectory();
  await escrow.deliverTo('directory');
  await escrow.refuseShorterList(gate());
  const { keyStore } = gate().vault;
  const whole = keyStore.restrictions() ?? '';
  const rows = await withShorterList(async () => {
    await expect(inDirectory().refuseShorterList(gate())).rejects.toMatchObject({
      code: 'restriction_list_short',
      message: expect.stringContaining(place.path),
    });
    expect(await verdicts(escrow)).toContainEqual([null, 'forked']);
  });
  expect(rows).toBeGreaterThan(0);
  expect(keyStore.restrictions()).toBe(whole);
  await escrow.refuseShorterList(gate());
});

describe('a webhook', () => {
  const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  let receiver: Server;
  let status = 204;
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  beforeEach(async () => {
    status = 204;
    received.length = 0;
    receiver = createServer((request, response) => {
      const answer = (body: string): void => {
        received.push({ headers: request.headers, body });
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      };
      text(request).then(answer, () => response.destroy());
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    stopping.push(() => {
      receiver.closeAllConnections();
      receiver.close();
      return Promise.resolve();
    });
  });

  function begin(): Escrow {
    const address = receiver.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const escrow = { ...NONE, webhook: `http://127.0.0.1:${port}/hook/secret-part` };
    const webhookSecret = parseReference('env:TEST_WEBHOOK_SECRET');
    const readVariable = () => SECRET;
    const config = { ...server.config, escrow, webhookSecret, readVariable };
    const parts = { config, gate, log: silentLog, told: noteWebhook, everyMs: 20 };
    const sender = startWebhooks(parts);
    stopping.push(() => sender.stop());
    return new Escrow({ config, gate, log: silentLog });
  }

  test('posts the checkpoint, signed, and is kept once it was taken', async () => {
    const size = await grow();
    const escrow = begin();
    await escrow.deliverTo('webhook');
    await eventually(async () => {
      expect(await stateOf(escrow)).toMatchObject({ size, failure: null, verdict: null });
    });
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const verified = new Webhook(SECRET).verify(body, headers as Record<string, string>); // one value each
    expect(verified).toMatchObject({ type: 'audit.checkpoint', data: { log: LOG, size } });
    expect(
      () =>
        new Webhook(SECRET).verify(body.replace(LOG, '1999'), headers as Record<string, string>), // as above
    ).toThrow('signature');
    expect((await stateOf(escrow))?.place).not.toContain('secret-part');
  });

  test.each([500, 302])(
    'answered with %i was not taken: it waits, and no other is queued beside it',
    async (answer) => {
      status = answer;
      await grow();
      const escrow = begin();
      await escrow.deliverTo('webhook');
      await eventually(async () => {
        expect(await stateOf(escrow)).toMatchObject({ deliveredAt: null, failure: 'refused' });
      });
      await grow();
      await escrow.deliverTo('webhook');
      expect(received.map(({ headers }) => headers['webhook-id'])).toHaveLength(1);
      status = 200;
      minutes = 1;
      await eventually(async () => {
        expect(await stateOf(escrow)).toMatchObject({ failure: null });
      });
      const ids = received.map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size, 'the same id at each try').toBe(1);
    },
  );
});

test('an officer gets the newest checkpoint once a day, in lines that can be checked', async () => {
  const sealing = gate();
  const withMail = (): Gate => ({
    ...gate(),
    mail: mailOutbox({ isOn: true, sealing: sealing.sealing, now: gate().now }),
  });
  const config = { ...server.config, escrow: { ...NONE, mail: 'officer@example.test' } };
  const escrow = new Escrow({ config, gate: withMail, log: silentLog });
  const mails = async () =>
    (await openOutbox(server)).filter(({ template }) => template === 'audit-checkpoint');
  await grow();
  await escrow.deliverTo('mail');
  await grow();
  for (const later of [1, 60, 23 * 60]) {
    minutes = later;
    await escrow.deliverTo('mail');
  }
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  const { origin = '', size = '', root = '', signature = '' } = mail?.values ?? {};
  const note = `${origin}\n${size}\n${root}\n\n${signature}\n`;
  expect(openCheckpoint(note, gate().checkpointKey, LOG).size).toBe(Number(size));
  minutes = 25 * 60;
  await escrow.deliverTo('mail');
  expect(await mails()).toHaveLength(2);
  await server.database.db.transaction((tx) => queries(tx).deleteFrom('outbox').execute());
  const withoutMail = escrowTo({ mail: 'officer@example.test' });
  await grow();
  minutes = 50 * 60;
  await withoutMail.deliverTo('mail');
  expect(await stateOf(withoutMail)).toMatchObject({ failure: 'no_mail' });
});

test('the operator sees the places, and compares them, which is in the audit log', async () => {
  const asked = await askOperator(server.config.dataDirectory, 'GET /escrow');
  expect(asked.json).toEqual({ places: [], notices: ['no-escrow'] });
  const compared = await askOperator(server.config.dataDirectory, 'POST /escrow/compare', {});
  expect(compared.lines.at(-1).result).toEqual({
    verdict: 'consistent',
    compared: [],
    unsettled: [],
  });
  const settle = (body: object) =>
    askOperator(server.config.dataDirectory, 'POST /escrow/settle', body);
  const settled = await settle({ place: 'directory', reason: 'for a test' });
  expect(settled.lines.at(-1).result).toEqual({
    place: 'directory',
    changed: false,
    unsettled: [],
  });
  const short = await settle({ place: 'directory', reason: ' x ' });
  expect(short.lines.at(-1).error).toMatchObject({ code: 'bad_request' });
  expect(await server.countEvents({ action: 'escrow.compare', outcome: 'success' })).toBe(1);
});

test('a checkpoint that somebody kept is held against the log', async () => {
  await grow();
  const { note } = await newestNote();
  await grow();
  const compare = async (text: string) =>
    (
      await askOperator(server.config.dataDirectory, 'POST /escrow/compare', { note: text })
    ).lines.at(-1);
  expect((await compare(note)).result).toMatchObject({ verdict: 'consistent' });
  expect((await compare(note.replace(/^\d+$/m, '1'))).error).toMatchObject({ code: 'bad_request' });
  await rewritten(async () => {
    expect((await compare(note)).result).toMatchObject({
      verdict: 'forked',
      compared: [{ log: LOG }],
    });
  });
});

test('the signature can be checked by hand, as docs/escrow.md says', async () => {
  const page = path.resolve(import.meta.dirname, '../../../../../docs/escrow.md');
  const [, script = ''] = /```sh\n(note=[\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
  const { checkpointKey } = gate();
  await grow();
  const { note } = await newestNote();
  const run = (text: string): string => {
    writeFileSync(path.join(place.path, 'kept.note'), text);
    const ours = script
      .replace(/^note=.*$/m, 'note=kept.note')
      .replace(/^key=.*$/m, `key='${verifierKey(logKey(checkpointKey, LOG))}'`);
    const ran = spawnSync('sh', ['-c', ours], { cwd: place.path, encoding: 'utf8' });
    return ran.stdout.trim();
  };
  expect(run(note)).toBe('Signature Verified Successfully');
  expect(run(note.replace(/^\d+$/m, '1'))).toBe('Signature Verification Failure');
});

function newestNote() {
  return server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_checkpoint')
      .select(['note', 'size'])
      .where('log', '=', LOG)
      .orderBy('size', 'desc')
      .executeTakeFirstOrThrow(),
  );
}

/** List and table as they were before the last line, as a restore of both brings them back. @returns how many rows there were. */
async function withShorterList(during: () => Promise<void>): Promise<number> {
  const { db } = server.database;
  const { keyStoreDirectory } = server.config;
  const file = path.join(keyStoreDirectory, 'restrictions.note');
  const note = readFileSync(file, 'utf8');
  const rows = await db.transaction((tx) =>
    queries(tx).selectFrom('restriction').selectAll().execute(),
  );
  await db.transaction((tx) => queries(tx).deleteFrom('restriction').execute());
  rmSync(file);
  try {
    await during();
  } finally {
    writeFileSync(file, note);
    await db.transaction((tx) => queries(tx).insertInto('restriction').values(rows).execute());
  }
  return rows.length;
}
