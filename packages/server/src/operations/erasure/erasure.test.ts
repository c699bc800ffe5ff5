import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { erasedTokens, verifyLog } from '../../audit/index.ts';
import { directoryBlobStore, type BlobStore } from '../../blobs/index.ts';
import { OWNED_ROWS } from '../../db/owned-rows.ts';
import { queries } from '../../db/queries.ts';
import type { Gate } from '../../gate/index.ts';
import type { Happening } from '../../gate/record-event.ts';
import { WORDS, breakGlass } from '../../testing/break-glass.ts';
import { filledPerson, type FilledPerson } from '../../testing/filled-person.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { openEverything } from '../../testing/open-everything.ts';
import { searchDatabase } from '../../testing/search-database.ts';
import { verifyReport } from '../key-report.ts';
import { markPerson, renewPersons } from '../reseal/index.ts';
import { countOwnedRows } from './erasure-store.ts';
import {
  cancelErasure,
  checkGivenList,
  confirmErasure,
  erasePerson,
  orderErasure,
  placeHold,
  planErasure,
  readUnfinishedErasures,
  releaseHold,
  replayRestrictions,
  requestErasure,
  resumePerson,
  suspendPerson,
  type ErasureParts,
} from './index.ts';
import { openRestrictions, restrictionKey, signRestrictions } from './restriction-list.ts';

let server: TestServer;
let gate: Gate;
let blobs: BlobStore;
let parts: ErasureParts;
let bystander: FilledPerson;
beforeAll(async () => {
  server = await startTestServer();
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the keys are locked');
  gate = opened;
  blobs = directoryBlobStore(path.join(server.directory.path, 'data', 'blobs'));
  parts = { gate, blobs, rotationHours: 24, backupRetentionDays: 32, drainMs: 0 };
  bystander = await filledPerson(server, 'Bystander');
});
afterAll(() => server.stop());

/** A table may lead to a person by more than one column. */
const OWNED_TABLES = [...new Set(OWNED_ROWS.map(({ table }) => table))];
const PASSWORD = 'correct horse battery staple';
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('an erasure', { timeout: 90_000 }, () => {
  test('is refused for nobody, unasked, unconfirmed, too early, cancelled and on hold', async () => {
    const { personId } = await filledPerson(server, 'Kept');
    const before = await countRows(personId);
    const inTx = <T>(work: Parameters<typeof gate.db.transaction<T>>[0]) =>
      gate.db.transaction(work);
    const refused = async (code: string, id = personId): Promise<void> => {
      await expect(erasePerson(parts, id)).rejects.toMatchObject({ name: 'ErasureError', code });
    };
    await refused('not_confirmed', NOBODY);
    await expect(orderErasure(gate, NOBODY)).rejects.toMatchObject({ code: 'unknown_person' });
    await refused('not_confirmed');
    await expect(inTx((tx) => confirmErasure(gate, tx, personId))).rejects.toMatchObject({
      code: 'not_confirmed',
    });
    await inTx((tx) => requestErasure(gate, tx, { personId, by: 'self', waitingDays: 7 }));
    await expect(inTx((tx) => confirmErasure(gate, tx, personId))).rejects.toMatchObject({
      code: 'erasure_waiting',
    });
    await refused('not_confirmed');
    await orderErasure(gate, personId);
    expect(await inTx((tx) => cancelErasure(gate, tx, personId))).toBe(true);
    await refused('not_confirmed');
    await orderErasure(gate, personId);
    await placeHold(gate, personId);
    await refused('legal_hold');
    await expect(orderErasure(gate, personId)).rejects.toMatchObject({ code: 'legal_hold' });
    expect(await releaseHold(gate, personId)).toBe(true);
    expect(await releaseHold(gate, personId)).toBe(false);
    expect(await inTx((tx) => cancelErasure(gate, tx, personId))).toBe(true);
    expect(await countRows(personId)).toEqual(before);
  });

  test('leaves nothing of the person, and everything of everybody else', async () => {
    const person = await filledPerson(server, 'Gone');
    const { personId, caller, email, linkId } = person;
    const doctor = await server.join('provider');
    expect((await breakGlass(doctor, 'Gone')).status).toBe(200);
    const blobIds = await blobIdsOf(personId);
    const others = [...(await sealedExcept(personId))];
    const tokens = [
      gate.auditSealing.actorIndex(personId),
      gate.auditSealing.subjectIndex(personId),
    ];
    const sealed = (await openEverything(gate)).filter(({ ownerId }) => ownerId === personId);
    const [first] = sealed.map((each) => Buffer.from(each.sealed));
    const plan = await planErasure(parts, personId);
    await orderErasure(gate, personId);
    const { note, reportId } = await erasePerson(parts, personId);
    // The person’s own id is in what must outlive them, and nowhere else.
    expect(await searchDatabase(gate.db, [personId])).toEqual([
      'erasure.person_id',
      'key_report.note',
      'key_report.person_id',
      'restriction.person_id',
    ]);
    expect(await searchDatabase(gate.db, [...tokens, ...blobIds, first ?? ''])).toEqual([]);
    expect(blobIds.length).toBe(2);
    for (const blobId of blobIds) expect(await blobs.length(blobId)).toBeUndefined();
    expect(await sealedExcept(personId)).toEqual(expect.arrayContaining(others));
    expect((await bystander.caller.get(`/api/patients/${bystander.personId}/chart`)).status).toBe(
      200,
    );
    expect((await caller.get('/api/account')).status).toBe(401);
    const signIn = await server.stranger().post('/api/sessions', { email, password: PASSWORD });
    expect([signIn.status, signIn.code]).toEqual([401, 'wrong_credentials']);
    const shared = await server.stranger().get('/api/shared', {
      authorization: `Wardkeep-Share ${linkId}`,
    });
    expect(shared.code).toBe('share_ended');
    const { lines } = verifyReport(note, publicKey('report-signing'));
    expect(lines).toContainEqual(['person', personId]);
    expect(lines).toContainEqual(['files', '2', String(plan.files.bytes)]);
    for (const table of [
      'resource_history',
      'document',
      'share',
      'account',
      'person_key',
      'person_index',
      'access_grant',
      'emergency_review',
      'person',
    ])
      expect(lines).toContainEqual(['deleted', table, String(plan.rows[table])]);
    expect(plan.rows).toMatchObject({ person_index: 6, access_grant: 2, emergency_review: 1 });
    expect((await breakGlass(doctor, 'Gone')).code).toBe('not_found');
    expect((await server.admin.get('/api/emergency-reviews')).json.reviews).toEqual([]);
    expect(plan.rows['resource_history']).toBeGreaterThan(plan.rows['resource_current'] ?? 0);
    expect(lines).toContainEqual(['epoch', gate.vault.epoch.id]);
    expect(() =>
      verifyReport(note.replace('files 2', 'files 1'), publicKey('report-signing')),
    ).toThrow();
    expect(await erasePerson(parts, personId), 'again').toEqual({ note, reportId });
  });

  test('takes the token off an event that was written after the person was shut out', async () => {
    const { personId } = await filledPerson(server, 'Late');
    await orderErasure(gate, personId);
    let wasWritten = false;
    const settle = async (): Promise<void> => {
      await gate.lane.append({ happenings: [refusalOf(personId)] });
      wasWritten = true;
      await gate.lane.settle();
    };
    await erasePerson({ ...parts, gate: { ...gate, lane: { ...gate.lane, settle } } }, personId);
    expect(wasWritten).toBe(true);
    expect(await searchDatabase(gate.db, [gate.auditSealing.actorIndex(personId)])).toEqual([]);
  });

  test('of who opened a chart in an emergency leaves the patient what they wrote, without a name', async () => {
    const { caller, personId } = await filledPerson(server, 'Opened');
    const doctor = await server.join('provider');
    expect((await breakGlass(doctor, 'Opened')).status).toBe(200);
    await orderErasure(gate, doctor.personId);
    await erasePerson(parts, doctor.personId);
    const list = await caller.get(`/api/patients/${personId}/emergency-accesses`);
    expect(list.json.accesses).toMatchObject([
      { words: WORDS, by: { personId: doctor.personId, displayName: null, role: null } },
    ]);
    expect(await searchDatabase(gate.db, [doctor.personId])).toContain(
      'emergency_review.opened_by',
    );
  });

  test('leaves an audit log that verifies, and no event without its token but the erased person’s', async () => {
    const person = await filledPerson(server, 'Logged');
    await orderErasure(gate, person.personId);
    await erasePerson(parts, person.personId);
    await server.wardkeep.state.sequencer?.passNow();
    const log = String(new Date().getUTCFullYear());
    const options = { db: gate.db, checkpointKey: gate.checkpointKey, log };
    expect(await verifyLog(options)).toMatchObject({ ok: true });
    const indexes = {
      openCore: gate.auditSealing.openCore,
      actorIndex: gate.auditSealing.actorIndex,
      subjectIndex: gate.auditSealing.subjectIndex,
      addressIndex: gate.auditSealing.addressIndex,
    };
    const erased = erasedTokens(gate.auditSealing, await erasedIds());
    expect(await verifyLog({ ...options, indexes: { ...indexes, erased } })).toMatchObject({
      ok: true,
    });
    expect(await verifyLog({ ...options, indexes })).toMatchObject({
      ok: false,
      why: 'index_differs',
    });
  });

  test('stopped at any step it goes on to the same end', async () => {
    const person = await filledPerson(server, 'Stopped');
    const { personId, caller } = person;
    await orderErasure(gate, personId);
    let stops = 0;
    for (let step = 1; ; step += 1) {
      const done = await erasePerson(dyingAt(step), personId).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Error && error.message === 'killed')) throw error;
          return false;
        },
      );
      if (done) break;
      stops += 1;
      if (step > 1) expect((await caller.get('/api/account')).status).toBe(401);
    }
    expect(stops).toBeGreaterThan(3);
    expect(await countRows(personId)).toBe(0);
    expect(await gate.db.transaction((tx) => readUnfinishedErasures(gate, tx))).not.toContain(
      personId,
    );
  });

  test('deletes nothing until every copy of the key store says that it must be done again', async () => {
    const { personId } = await filledPerson(server, 'Copies');
    await orderErasure(gate, personId);
    const [directory = ''] = gate.vault.keyStore.directories;
    renameSync(directory, `${directory}.away`);
    writeFileSync(directory, 'in the way');
    const before = await countRows(personId);
    try {
      // There is but one copy here: neither can it be written, nor the list be read that must go on.
      await expect(erasePerson(parts, personId)).rejects.toMatchObject({ name: 'VaultError' });
      expect(await countRows(personId)).toBe(before);
    } finally {
      rmSync(directory);
      renameSync(`${directory}.away`, directory);
    }
    await erasePerson(parts, personId);
    expect(await countRows(personId)).toBe(0);
  });

  test('meets a renewal of the same person, and wins', async () => {
    const { personId } = await filledPerson(server, 'Contended');
    await markPerson(gate, personId);
    await orderErasure(gate, personId);
    await Promise.all([
      renewPersons(gate, blobs, { blobGraceMs: 0 }),
      erasePerson(parts, personId),
    ]);
    expect(await countRows(personId)).toBe(0);
    const known = await rowsOf<{ id: string }>(
      sql`select blob_id as id from document where blob_id is not null`,
    );
    const stored: string[] = [];
    for await (const { blobId } of blobs.list()) stored.push(blobId);
    expect(stored.toSorted()).toEqual(known.map(({ id }) => id).toSorted());
  });

  test('what is put back by hand afterwards is erased again before anything is served', async () => {
    const { personId } = await filledPerson(server, 'Returned');
    for (const table of OWNED_TABLES)
      await run(`create table "back_${table}" as select * from "${table}"`);
    await run(
      `create table back_events as select * from audit_event where detail_owner = '${personId}'`,
    );
    const [blobId = ''] = await blobIdsOf(personId);
    await orderErasure(gate, personId);
    const { reportId } = await erasePerson(parts, personId);
    for (const table of OWNED_TABLES.toReversed())
      await run(`insert into "${table}" select * from "back_${table}" on conflict do nothing`);
    await run(`update audit_event e set detail_owner = b.detail_owner, subject_index = b.subject_index
      from back_events b where e.event_id = b.event_id`);
    await blobs.put(blobId, await blobs.get((await blobIdsOf(bystander.personId))[0] ?? ''));
    expect(await countRows(personId)).toBeGreaterThan(10);
    expect(await replayRestrictions(parts)).toEqual({ applied: 0, erasedAgain: 1 });
    expect(await countRows(personId)).toBe(0);
    expect(await blobs.length(blobId)).toBeUndefined();
    expect(await searchDatabase(gate.db, [gate.auditSealing.subjectIndex(personId)])).toEqual([
      'back_events.subject_index',
    ]);
    for (const table of OWNED_TABLES) await run(`drop table "back_${table}"`);
    await run('drop table back_events');
    expect((await erasePerson(parts, personId)).reportId).not.toBe(reportId);
    expect(await replayRestrictions(parts)).toEqual({ applied: 0, erasedAgain: 0 });
  });
});

describe('a suspension', { timeout: 90_000 }, () => {
  test('ends every session, lets none begin, and is undone by resuming', async () => {
    const { personId, caller, email } = await filledPerson(server, 'Suspended');
    await expect(suspendPerson(gate, NOBODY)).rejects.toMatchObject({ code: 'unknown_person' });
    expect(await suspendPerson(gate, personId)).toBe(true);
    expect(await suspendPerson(gate, personId)).toBe(false);
    expect((await caller.get('/api/account')).status).toBe(401);
    const signIn = () => server.stranger().post('/api/sessions', { email, password: PASSWORD });
    expect((await signIn()).status).toBe(401);
    expect(await resumePerson(gate, personId)).toBe(true);
    expect((await signIn()).status).toBe(200);
    expect((await caller.get('/api/account')).status, 'the old session').toBe(401);
  });

  test('puts no seal on a role that was written into the row', async () => {
    const { personId } = await filledPerson(server, 'Promoted');
    await run(`update account set role = 'admin' where person_id = '${personId}'`);
    await expect(suspendPerson(gate, personId)).rejects.toMatchObject({ code: 'account_altered' });
    await run(`update account set role = 'patient' where person_id = '${personId}'`);
  });
});

describe('the signed list', { timeout: 90_000 }, () => {
  test('holds what the table holds, in order', async () => {
    const { personId } = await filledPerson(server, 'Listed');
    await suspendPerson(gate, personId);
    await resumePerson(gate, personId);
    const list = await readList();
    expect(list.slice(-2).map((each) => [each.kind, each.personId])).toEqual([
      ['person-suspended', personId],
      ['person-resumed', personId],
    ]);
    expect(list.map(({ number }) => number)).toEqual(list.map((_, index) => index + 1));
  });

  test('is replayed over a database that is older than it', async () => {
    const suspended = await filledPerson(server, 'Older');
    const erased = await filledPerson(server, 'OlderErased');
    const resumed = await filledPerson(server, 'OlderResumed');
    await suspendPerson(gate, resumed.personId);
    const number = (await readList()).length;
    for (const table of OWNED_TABLES)
      await run(`create table "old_${table}" as select * from "${table}"`);
    await suspendPerson(gate, suspended.personId);
    await resumePerson(gate, resumed.personId);
    await orderErasure(gate, erased.personId);
    await erasePerson(parts, erased.personId);
    // As the older database was: everything of the three, and none of what was done since.
    for (const table of OWNED_TABLES.toReversed())
      await run(`insert into "${table}" select * from "old_${table}" on conflict do nothing`);
    await run(
      `update account a set state = o.state, mac = o.mac from old_account o where a.person_id = o.person_id`,
    );
    await run(`delete from restriction where number > ${number}`);
    await run(`delete from erasure where person_id = '${erased.personId}'`);
    const before = await erasedTables();
    expect(await replayRestrictions(parts)).toEqual({ applied: 3, erasedAgain: 1 });
    expect(before).not.toEqual([]);
    expect(await stateOf(suspended.personId)).toBe('suspended');
    expect(await stateOf(resumed.personId)).toBe('active');
    expect(await countRows(erased.personId)).toBe(0);
    expect((await readTable()).length).toBe((await readList()).length);
    for (const table of OWNED_TABLES) await run(`drop table "old_${table}"`);
  });

  test('is completed when the process died between the commit and the list', async () => {
    const { personId } = await filledPerson(server, 'Crashed');
    const list = await readList();
    await suspendPerson(gate, personId);
    await writeList(list);
    expect(await replayRestrictions(parts)).toEqual({ applied: 0, erasedAgain: 0 });
    expect((await readList()).at(-1)).toMatchObject({ kind: 'person-suspended', personId });
  });

  test('an older copy of it in the key store is completed by the table', async () => {
    const list = await readList();
    await writeList(list.filter(({ kind }) => kind !== 'person-erased').map(renumbered));
    expect(await replayRestrictions(parts)).toMatchObject({ applied: 0 });
    const known = (each: (typeof list)[number]) => `${each.kind} ${each.personId}`;
    expect((await readList()).map(known).toSorted()).toEqual(list.map(known).toSorted());
    expect(await readTable()).toEqual((await readList()).map(({ number }) => ({ number })));
    await writeList(list);
    expect(await replayRestrictions(parts)).toEqual({ applied: 0, erasedAgain: 0 });
  });

  test('of a restored database is never completed: the database is then what lags', async () => {
    const { personId } = await filledPerson(server, 'Lagging');
    const list = await readList();
    await suspendPerson(gate, personId);
    const whole = await readList();
    await writeList(list);
    await run('update deployment set era = era - 1');
    await expect(replayRestrictions(parts)).rejects.toMatchObject({
      code: 'restriction_list_short',
    });
    await run('update deployment set era = era + 1');
    await writeList(whole);
  });

  test('is refused when it is altered, another installation’s, or of somebody else’s key', async () => {
    const [directory = ''] = gate.vault.keyStore.directories;
    const file = path.join(directory, 'restrictions.note');
    const note = readFileSync(file, 'utf8');
    const altered = note.replace('person-suspended', 'person-resumed');
    expect(altered).not.toBe(note);
    for (const wrong of [altered, note.replace(/^1 .*\n/m, ''), 'nothing\n', '']) {
      writeFileSync(file, wrong);
      await expect(replayRestrictions(parts)).rejects.toMatchObject({ code: 'key_store_damaged' });
    }
    writeFileSync(file, note);
    await replayRestrictions(parts);
  });

  test('that an operator gives must have all that is known here', async () => {
    const list = await readList();
    const key = await gate.db.transaction((tx) => restrictionKey(gate, tx));
    expect(await checkGivenList(gate, signRestrictions(list, key))).toEqual(list);
    await expect(
      checkGivenList(gate, signRestrictions(list.slice(0, -1), key)),
    ).rejects.toMatchObject({ code: 'restriction_list_short' });
  });

  test('that an operator gives replaces a damaged one, and still must have all of the table', async () => {
    const list = await readList();
    const key = await gate.db.transaction((tx) => restrictionKey(gate, tx));
    const note = signRestrictions(list, key);
    const [directory = ''] = gate.vault.keyStore.directories;
    writeFileSync(path.join(directory, 'restrictions.note'), 'damaged\n');
    expect(await checkGivenList(gate, note)).toEqual(list);
    await expect(
      checkGivenList(gate, signRestrictions(list.slice(0, -1), key)),
    ).rejects.toMatchObject({ code: 'restriction_list_short' });
    await writeList(list);
  });
});

test('a restart with somebody who was erased erases them again before it serves', async () => {
  const { personId, email } = await filledPerson(server, 'Restarted');
  const tables = ['person', 'person_key', 'account'];
  for (const table of tables) {
    await run(
      `create table kept_${table} as select * from ${table} where person_id = '${personId}'`,
    );
  }
  await orderErasure(gate, personId);
  await erasePerson(parts, personId);
  for (const table of tables) await run(`insert into ${table} select * from kept_${table}`);
  const signIn = () => server.stranger().post('/api/sessions', { email, password: PASSWORD });
  expect((await signIn()).status, 'who writes to the database can bring somebody back').toBe(200);
  await server.restart();
  expect((await signIn()).status).toBe(401);
  for (const table of tables) {
    const rows = await rowsOf(sql`select 1 from ${sql.table(table)} where person_id = ${personId}`);
    expect([table, rows.length]).toEqual([table, 0]);
    await run(`drop table kept_${table}`);
  }
}, 90_000);

async function readList() {
  const key = await gate.db.transaction((tx) => restrictionKey(gate, tx));
  const note = gate.vault.keyStore.restrictions();
  return note === undefined ? [] : openRestrictions(note, key);
}

async function writeList(list: Awaited<ReturnType<typeof readList>>): Promise<void> {
  const key = await gate.db.transaction((tx) => restrictionKey(gate, tx));
  gate.vault.keyStore.putRestrictions(signRestrictions(list, key));
}

function renumbered<T extends { readonly number: number }>(each: T, index: number): T {
  return { ...each, number: index + 1 };
}

const readTable = () =>
  rowsOf<{ number: number }>(sql`select number from restriction order by number`);
const erasedTables = () => rowsOf(sql`select person_id from person`);

async function erasedIds(): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    sql`select person_id as id from restriction where kind = 'person-erased'`,
  );
  return rows.map(({ id }) => id);
}

async function stateOf(personId: string): Promise<string | undefined> {
  const rows = await rowsOf<{ state: string }>(
    sql`select state from account where person_id = ${personId}`,
  );
  return rows[0]?.state;
}

async function countRows(personId: string): Promise<number> {
  const counts = await gate.db.transaction((tx) => countOwnedRows(tx, personId));
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

async function blobIdsOf(personId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    sql`select blob_id as id from document where owner_id = ${personId} and blob_id is not null`,
  );
  return rows.map(({ id }) => id);
}

async function sealedExcept(personId: string): Promise<readonly string[]> {
  return (await openEverything(gate))
    .filter(({ ownerId }) => ownerId !== personId)
    .map(({ column, sealed }) => `${column} ${Buffer.from(sealed).toString('base64')}`);
}

function publicKey(name: 'report-signing'): Buffer {
  const { publicKey: key } = gate.vault.service.pair(name);
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

/** The same parts, whose process dies at the given step: of a transaction’s end, of the files, of the events. */
function dyingAt(step: number): ErasureParts {
  let steps = 0;
  const dieHere = (): void => {
    steps += 1;
    if (steps === step) throw new Error('killed');
  };
  const db: Gate['db'] = {
    ...gate.db,
    transaction: async (work, options) => {
      const result = await gate.db.transaction(work, options);
      dieHere();
      return result;
    },
  };
  return {
    ...parts,
    gate: { ...gate, db },
    blobs: {
      ...blobs,
      delete: async (id) => {
        dieHere();
        await blobs.delete(id);
        dieHere();
      },
    },
  };
}

async function run(statement: string): Promise<void> {
  await rowsOf(sql.raw(statement));
}

function rowsOf<T>(select: ReturnType<typeof sql.raw>): Promise<readonly T[]> {
  return server.database.db.transaction(async (tx) => {
    const { rows } = await sql<T>`${select}`.execute(queries(tx));
    return rows;
  });
}

/** What somebody tried who was signed in when they did. */
function refusalOf(personId: string): Happening {
  const now = gate.now();
  return {
    request: { requestId: randomUUID(), address: null },
    action: 'audit.search',
    outcome: 'refused',
    caller: {
      kind: 'person',
      personId,
      sessionId: randomUUID(),
      role: 'patient',
      needs: 'nothing',
      methods: [],
      provedAt: now,
      deviceId: randomUUID(),
      sessionExpiresAt: now,
    },
    personId: null,
    relationship: null,
    reason: 'forbidden',
  };
}
