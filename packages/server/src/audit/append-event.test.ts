import { randomUUID } from 'node:crypto';
import * as crypto from '@wardkeep/crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { appendEvent } from './append-event.ts';
import { eventsAbout, type StoredEvent } from './events-about.ts';
import { leafBytes } from './leaf.ts';
import { appendMany, testEvent, testKeys, testSources, thisLog } from './test-log.ts';

const keys = testKeys(crypto);
let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());

const append = (event = testEvent(), sources = testSources) =>
  own.db.transaction((tx) => appendEvent(tx, keys, event, sources));
const about = (personId: string, page: Parameters<typeof eventsAbout>[3] = { limit: 50 }) =>
  own.db.transaction(async (tx) => {
    // The index happens to hold the events in the order that is promised: without it, only the query does.
    await sql`set local enable_indexscan = off`.execute(queries(tx));
    await sql`set local enable_bitmapscan = off`.execute(queries(tx));
    return eventsAbout(tx, keys, personId, page);
  });
const counts = () =>
  own.db.transaction(async (tx) => {
    const { rows } = await sql<{ events: number; pending: number }>`select
      (select count(*) from audit_event) as events,
      (select count(*) from audit_pending) as pending`.execute(queries(tx));
    return rows[0];
  });

test('a transaction rolled back leaves no event and nothing waiting', async () => {
  const before = await counts();
  const work = own.db.transaction(async (tx) => {
    await appendEvent(tx, keys, testEvent(), testSources);
    throw new Error('the change fails');
  });
  await expect(work).rejects.toThrow('the change fails');
  expect(await counts()).toEqual(before);
});

test('one event is one row and one wait, in one statement', async () => {
  const before = await counts();
  const statements = await own.db.transaction(async (tx) => {
    const first = await commandId(tx);
    await appendEvent(tx, keys, testEvent(), testSources);
    return (await commandId(tx)) - first;
  });
  expect(statements).toBe(2); // the append, and the row that counts
  expect(await counts()).toEqual({
    events: (before?.events ?? 0) + 1,
    pending: (before?.pending ?? 0) + 1,
  });
});

test.each([
  ['an action of two words', testEvent({ action: 'record read' }), testSources],
  ['an action with a line feed', testEvent({ action: 'record.read\nx' }), testSources],
  ['a random UUID', testEvent(), { ...testSources, uuid: () => randomUUID() }],
  ['a time that is no whole millisecond', testEvent(), { ...testSources, now: () => 1.5 }],
])('an event with %s is refused, and the change with it', async (_, event, sources) => {
  const before = await counts();
  await expect(append(event, sources)).rejects.toMatchObject({ code: 'bad_event' });
  expect(await counts()).toEqual(before);
});

test('the leaf and the open columns hold no identifier but the event id and the owner', async () => {
  const event = testEvent({
    reason: 'canary reason',
    actor: { personId: randomUUID(), role: 'canaryrole', shareId: randomUUID() },
    detail: { resources: [{ type: 'Canarytype', id: randomUUID() }], query: 'canary query' },
  });
  const { eventId } = await append(event);
  const row = await own.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .selectAll()
      .where('event_id', '=', eventId)
      .executeTakeFirstOrThrow(),
  );
  const leaf = leafBytes({
    eventId,
    occurredAtMs: row.occurred_ms,
    action: row.event_type,
    outcome: row.outcome,
    commitment: row.commitment,
  }).toString();
  const bytes = Object.values(row).map((value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
  );
  const secrets = [
    event.actor.personId,
    event.actor.role,
    event.actor.shareId,
    event.reason,
    event.requestId,
    event.address,
    event.detail.query,
    event.detail.resources[0]?.id,
    'Canarytype',
  ];
  for (const secret of secrets) {
    expect(leaf).not.toContain(secret);
    expect(bytes.join('\n')).not.toContain(secret);
  }
  const tokens = [row.actor_index, row.subject_index].map((token) => token?.toString('base64'));
  for (const named of [event.personId, ...tokens]) expect(leaf).not.toContain(named);
  expect(leaf).toMatch(
    /^wardkeep-audit\/1\n[0-9a-f-]{36}\n\d{13}\nrecord\.read success\n[A-Za-z0-9+/]{43}=\n$/,
  );
  expect(leaf.length).toBeLessThan(160);
});

test('the halves open to what was recorded', async () => {
  const personId = randomUUID();
  const event = testEvent({ personId, reason: 'unconscious', outcome: 'refused' });
  const { eventId } = await append(event);
  const [stored] = await about(personId);
  expect(stored).toMatchObject({ eventId, action: 'record.read', outcome: 'refused' });
  const core = stored?.sealedCore && keys.openCore(eventId, stored.sealedCore);
  const detail = stored?.sealedDetail && keys.openDetail(eventId, personId, stored.sealedDetail);
  expect(core).toEqual({
    actor: event.actor,
    action: 'record.read',
    outcome: 'refused',
    subject: keys.subjectIndex(personId).toString('base64url'),
    relationship: 'care-team',
    purposeOfUse: 'TREAT',
    requestId: event.requestId,
    address: event.address,
    reason: 'unconscious',
  });
  expect(detail).toEqual({ personId, resources: event.detail.resources });
});

test("an event about nobody is under the deployment's key and in nobody's list", async () => {
  const actorId = randomUUID();
  const actor = { personId: actorId, role: null };
  const { eventId } = await append(testEvent({ personId: null, actor }));
  const row = await own.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['detail', 'detail_owner', 'subject_index', 'log'])
      .where('event_id', '=', eventId)
      .executeTakeFirstOrThrow(),
  );
  expect(row).toMatchObject({ detail_owner: null, subject_index: null, log: thisLog });
  expect(row.detail && keys.openDetail(eventId, null, row.detail).personId).toBeNull();
  expect(await about(actorId)).toEqual([]);
});

test('who looked: newest first, page by page, without a repeat, a gap or another person', async () => {
  const personId = randomUUID();
  const ids: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    // Three at a time within one millisecond: the event id decides.
    const now = () => 1_790_000_000_000 + Math.floor(at / 3);
    ids.push((await append(testEvent({ personId }), { ...testSources, now })).eventId);
    await append();
  }
  const pages: StoredEvent[][] = [];
  for (let before: StoredEvent | undefined; ; before = pages.at(-1)?.at(-1)) {
    const page = await about(personId, before ? { limit: 5, before } : { limit: 5 });
    if (page.length === 0) break;
    pages.push(page);
  }
  expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
  expect(pages.flat().map((event) => event.eventId)).toEqual(ids.toReversed());
});

test('a page longer than 200 is not served', async () => {
  const personId = randomUUID();
  await own.db.transaction((tx) =>
    Promise.all(
      Array.from({ length: 205 }, () =>
        appendEvent(tx, keys, testEvent({ personId }), testSources),
      ),
    ),
  );
  expect(await about(personId, { limit: 10_000 })).toHaveLength(200);
});

test('events of many transactions at once are all there', async () => {
  const before = await counts();
  await Promise.all(Array.from({ length: 8 }, () => appendMany(own.db, keys, 5)));
  expect((await counts())?.events).toBe((before?.events ?? 0) + 40);
});

/** How many commands that write this transaction has begun: cmin of a row written now. */
async function commandId(tx: Parameters<typeof queries>[0]): Promise<number> {
  const { rows } = await sql<{ command: string }>`
    insert into audit_head (log, size) values (${randomUUID()}, 0)
    returning cmin::text as command`.execute(queries(tx));
  return Number(rows[0]?.command);
}
