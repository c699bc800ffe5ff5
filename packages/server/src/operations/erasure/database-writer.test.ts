import path from 'node:path';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directoryBlobStore } from '../../blobs/index.ts';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { filledPerson } from '../../testing/filled-person.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { askOperator } from '../../testing/operator.ts';
import { keepReport, reportKey, verifyReport } from '../key-report.ts';
import { readErasuresSinceRotation, readOwnCertificate } from '../own-certificate.ts';
import { hasHoldRow } from './erasure-store.ts';
import {
  confirmErasure,
  enforceRestrictions,
  erasePerson,
  orderErasure,
  placeHold,
  readUnfinishedErasures,
  releaseHold,
  replayRestrictions,
  requestErasure,
  resumePerson,
  suspendPerson,
  type ErasureParts,
} from './index.ts';
import { openRestrictions, restrictionKey } from './restriction-list.ts';

/** What somebody who can write to the database, and to nothing else, comes to. */

let server: TestServer;
let gate: Gate;
let parts: ErasureParts;
beforeAll(async () => {
  server = await startTestServer();
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the keys are locked');
  gate = opened;
  const blobs = directoryBlobStore(path.join(server.directory.path, 'data', 'blobs'));
  parts = { gate, blobs, rotationHours: 24, backupRetentionDays: 32, drainMs: 0 };
  await firstLookIsOver();
}, 90_000);
afterAll(() => server.stop());

/** The server's own housekeeping finds what these tests write, too; its next look is minutes away. */
async function firstLookIsOver(): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { rows } = await inTx((tx) =>
      sql<{ name: string | null }>`select to_regclass('pgboss.job')::text as name`.execute(
        queries(tx),
      ),
    );
    const isThere = rows[0]?.name !== null;
    const done = isThere
      ? await run(
          sql`select id from pgboss.job where name = 'keys.housekeep' and state = 'completed'`,
        )
      : [];
    if (done.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the server did not look after its keys');
}

const PASSWORD = 'correct horse battery staple';
const NO_MAC = Buffer.alloc(16);

describe('an erasure that only the database asks for', { timeout: 90_000 }, () => {
  const isRefused = async (personId: string): Promise<void> => {
    expect(await inTx((tx) => readUnfinishedErasures(gate, tx))).not.toContain(personId);
    await expect(erasePerson(parts, personId)).rejects.toMatchObject({ code: 'not_confirmed' });
  };

  test('never begins, whosever MAC it has, and the person can still ask for a true one', async () => {
    const { personId } = await filledPerson(server, 'Victim');
    const other = await filledPerson(server, 'OtherVictim');
    await orderErasure(gate, other.personId);
    for (const mac of [NO_MAC, Buffer.alloc(0), await macOf(other.personId)]) {
      await run(sql`insert into erasure (person_id, requested_by, requested_at, not_before, confirmed_at, mac)
        select ${personId}, requested_by, requested_at, not_before, confirmed_at, ${mac} from erasure
        where person_id = ${other.personId}`);
      await isRefused(personId);
      await run(sql`update erasure set begun_at = now() where person_id = ${personId}`);
      await isRefused(personId);
      await run(sql`update erasure set begun_at = 'infinity' where person_id = ${personId}`);
      await isRefused(personId);
      await inTx((tx) => requestErasure(gate, tx, { personId, by: 'self', waitingDays: 0 }));
      await inTx((tx) => confirmErasure(gate, tx, personId));
      expect(await inTx((tx) => readUnfinishedErasures(gate, tx))).toContain(personId);
      await run(sql`delete from erasure where person_id = ${personId}`);
    }
    await run(sql`delete from erasure where person_id = ${other.personId}`);
  });

  test('is not made of one that waits', async () => {
    const { personId } = await filledPerson(server, 'Waiting');
    await inTx((tx) => requestErasure(gate, tx, { personId, by: 'self', waitingDays: 7 }));
    await run(sql`update erasure set begun_at = now() where person_id = ${personId}`);
    await isRefused(personId);
    await run(sql`update erasure set begun_at = null, not_before = now(), confirmed_at = now()
      where person_id = ${personId}`);
    await isRefused(personId);
  });
});

describe('a legal hold', { timeout: 90_000 }, () => {
  test('stays when its row is deleted, and when a begun erasure is written beside it', async () => {
    const { personId } = await filledPerson(server, 'Held');
    await orderErasure(gate, personId);
    await placeHold(gate, personId);
    await run(sql`delete from legal_hold where person_id = ${personId}`);
    await run(sql`update erasure set begun_at = now() where person_id = ${personId}`);
    await expect(erasePerson(parts, personId)).rejects.toMatchObject({ code: 'legal_hold' });
    await enforceRestrictions(gate);
    expect(await inTx((tx) => hasHoldRow(tx, personId))).toBe(true);
    await run(sql`update erasure set begun_at = null where person_id = ${personId}`);
    expect(await releaseHold(gate, personId)).toBe(true);
    expect(await releaseHold(gate, personId)).toBe(false);
    await erasePerson(parts, personId);
  });

  test('is kept by a restore, and so is its release', async () => {
    const { personId } = await filledPerson(server, 'HeldBefore');
    await placeHold(gate, personId);
    await run(sql`delete from legal_hold`);
    await run(sql`delete from restriction where person_id = ${personId}`);
    expect(await replayRestrictions(parts)).toEqual({ applied: 1, erasedAgain: 0 });
    await expect(orderErasure(gate, personId)).rejects.toMatchObject({ code: 'legal_hold' });
    expect(await inTx((tx) => hasHoldRow(tx, personId))).toBe(true);
    await releaseHold(gate, personId);
    await run(sql`insert into legal_hold values (${personId}, now())`);
    await run(
      sql`delete from restriction where person_id = ${personId} and kind = 'person-released'`,
    );
    expect(await replayRestrictions(parts)).toEqual({ applied: 1, erasedAgain: 0 });
    expect(await inTx((tx) => hasHoldRow(tx, personId))).toBe(false);
  });
});

describe('rows of an erased person that are put back', { timeout: 90_000 }, () => {
  const TABLES = ['person', 'person_key', 'account'];
  const keep = async (personId: string): Promise<void> => {
    for (const table of TABLES) await run(sql`drop table if exists ${sql.table(`kept_${table}`)}`);
    for (const table of TABLES)
      await run(sql`create table ${sql.table(`kept_${table}`)} as
        select * from ${sql.table(table)} where person_id = ${personId}`);
  };
  const putBack = async (): Promise<void> => {
    for (const table of TABLES)
      await run(sql`insert into ${sql.table(table)} select * from ${sql.table(`kept_${table}`)}`);
  };
  const dropKept = async (): Promise<void> => {
    for (const table of TABLES) await run(sql`drop table ${sql.table(`kept_${table}`)}`);
  };
  const signIn = (email: string) =>
    server.stranger().post('/api/sessions', { email, password: PASSWORD });

  test('are shut out by the next rotation, whichever the server is asked for', async () => {
    const { personId, email } = await filledPerson(server, 'Back');
    await keep(personId);
    await orderErasure(gate, personId);
    await erasePerson(parts, personId);
    await putBack();
    expect((await signIn(email)).status).toBe(200);
    const data = path.join(server.directory.path, 'data');
    expect((await askOperator(data, 'POST /keys/rotate', {})).lines.at(-1)).toHaveProperty(
      'result',
    );
    expect((await signIn(email)).status).toBe(401);
    expect(await inTx((tx) => readUnfinishedErasures(gate, tx))).toContain(personId);
    await erasePerson(parts, personId);
    await dropKept();
  });

  test('get no wrap by a new epoch, and no rotation waits for them', async () => {
    const { personId } = await filledPerson(server, 'BackInBetween');
    await keep(personId);
    await orderErasure(gate, personId);
    await erasePerson(parts, personId);
    await putBack();
    const before = await wrapsOf(personId);
    expect(before.length).toBeGreaterThan(0);
    await gate.vault.rotate({ reason: 'scheduled' });
    expect(await wrapsOf(personId)).toEqual(before);
    expect((await enforceRestrictions(gate)).shutOut).toEqual([personId]);
    await erasePerson(parts, personId);
    await dropKept();
  });
});

describe('a suspension', { timeout: 90_000 }, () => {
  test('whose account got its older state and MAC back is in force again at the next look', async () => {
    const { personId, email } = await filledPerson(server, 'Suspended');
    const signIn = () => server.stranger().post('/api/sessions', { email, password: PASSWORD });
    await run(sql`create table older as select * from account where person_id = ${personId}`);
    await suspendPerson(gate, personId);
    await run(sql`update account a set state = o.state, mac = o.mac from older o
      where a.person_id = o.person_id`);
    expect((await signIn()).status).toBe(200);
    const sessions = () =>
      run(sql`select 1 from session where person_id = ${personId} and ended_at is null`);
    expect(await sessions()).not.toEqual([]);
    await enforceRestrictions(gate);
    expect((await signIn()).status).toBe(401);
    expect(await sessions()).toEqual([]);
    await resumePerson(gate, personId);
    await enforceRestrictions(gate);
    expect((await signIn()).status).toBe(200);
    await run(sql`drop table older`);
  });
});

describe('a restriction that somebody wrote into the table', { timeout: 90_000 }, () => {
  test.each([
    ['the next number', sql`(select coalesce(max(number), 0) + 1 from restriction)`, sql`now()`],
    ['the greatest number', sql`9223372036854775807`, sql`now()`],
    ['a time that is none', sql`9007199254740991`, sql`'infinity'::timestamptz`],
  ])('with %s is never signed and stops nothing', async (_, number, madeAt) => {
    const { personId } = await filledPerson(server, 'Resumed');
    const other = await filledPerson(server, 'Erased');
    await suspendPerson(gate, personId);
    await resumePerson(gate, personId);
    await suspendPerson(gate, personId);
    await run(sql`insert into restriction select ${number}, kind, person_id, ${madeAt}, mac
      from restriction where person_id = ${personId} and kind = 'person-resumed'`);
    await suspendPerson(gate, other.personId);
    await orderErasure(gate, other.personId);
    await erasePerson(parts, other.personId);
    const list = await readList();
    expect(list.filter((each) => each.personId === personId).map(({ kind }) => kind)).toEqual([
      'person-suspended',
      'person-resumed',
      'person-suspended',
    ]);
    expect(await replayRestrictions(parts)).toEqual({ applied: 0, erasedAgain: 0 });
    expect(await run(sql`select number from restriction order by number`)).toEqual(
      list.map((each) => ({ number: each.number })),
    );
  });
});

describe('a certificate', { timeout: 90_000 }, () => {
  test('of somebody else, or a changed one, is none', async () => {
    const { personId } = await filledPerson(server, 'Certified');
    const other = await filledPerson(server, 'OtherCertified');
    for (const id of [personId, other.personId]) {
      await orderErasure(gate, id);
      await erasePerson(parts, id);
    }
    const own = () => inTx((tx) => readOwnCertificate(gate, tx, personId));
    const right = await own();
    const token = `${personId}.${gate.hashes.certificateLink(personId).toString('base64url')}`;
    const { json } = await server.stranger().get(`/api/erasure-certificates/${token}`);
    expect(json.certificate.note).toBe(right?.note);
    expect(await enforceRestrictions(gate), 'reading it brings nothing of them back').toEqual({
      applied: 0,
      shutOut: [],
    });
    expect(right?.note).toContain(personId);
    await run(
      sql`update key_report set note = replace(note, 'files', 'file') where person_id = ${personId}`,
    );
    expect(await own()).toBeUndefined();
    await run(sql`delete from key_report where person_id = ${personId}`);
    await run(
      sql`update key_report set person_id = ${personId} where person_id = ${other.personId}`,
    );
    expect(await own()).toBeUndefined();
    const { note } = await erasePerson(parts, personId);
    const { publicKey } = await inTx((tx) => reportKey(gate, tx));
    expect(verifyReport(note, publicKey).lines).toContainEqual(['person', personId]);
  });

  test('of an erasure that ended while a rotation ran is told by the next rotation, once', async () => {
    const begunAt = gate.now();
    const { personId } = await filledPerson(server, 'Meanwhile');
    await orderErasure(gate, personId);
    await erasePerson(parts, personId);
    const rotated = (from: Date) =>
      inTx((tx) =>
        keepReport(gate, tx, { kind: 'rotation', begunAt: from, endedAt: gate.now(), lines: [] }),
      );
    const told = () => inTx((tx) => readErasuresSinceRotation(gate, tx, gate.now()));
    await rotated(begunAt);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await told()).toEqual([personId]);
    await rotated(gate.now());
    expect(await told()).toEqual([]);
    await run(sql`update erasure set finished_at = now() where person_id <> ${personId}`);
    expect(await told(), 'what only the table says').toEqual([]);
  });
});

async function readList() {
  const key = await inTx((tx) => restrictionKey(gate, tx));
  return openRestrictions(gate.vault.keyStore.restrictions() ?? '', key);
}

async function macOf(personId: string): Promise<Buffer> {
  const [row] = await run<{ mac: Buffer }>(
    sql`select mac from erasure where person_id = ${personId}`,
  );
  return row?.mac ?? NO_MAC;
}

const wrapsOf = (personId: string) =>
  run<{ wrapped: Buffer }>(
    sql`select wrapped from person_key where person_id = ${personId} order by purpose, version`,
  );

function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return gate.db.transaction(work);
}

function run<T = unknown>(statement: RawBuilder<unknown>): Promise<readonly T[]> {
  return gate.db.transaction(async (tx) => {
    const { rows } = await sql<T>`${statement}`.execute(queries(tx));
    return rows;
  });
}
