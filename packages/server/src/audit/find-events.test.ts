import { randomUUID } from 'node:crypto';
import * as crypto from '@wardkeep/crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import type { AuditOutcome } from './audit-event.ts';
import { findEvents, isEventAbout, type EventSearch } from './find-events.ts';
import { testKeys } from './test-log.ts';

const keys = testKeys(crypto);
const people = Array.from({ length: 5 }, () => randomUUID());
const [nobody] = [randomUUID()];
const ACTIONS = ['record.read', 'chart.read', 'consent.offer', 'consent.revoke', 'session.sign-in'];
const OUTCOMES: readonly AuditOutcome[] = ['success', 'success', 'success', 'refused', 'failed'];
const ADDRESSES = ['192.0.2.7', '2001:db8::7', null];
const BEGAN = Date.UTC(2026, 3, 1);

/** Column by column, as a search knows them; several in each millisecond. */
interface Told {
  readonly id: string;
  readonly ms: number;
  readonly actor: string | null;
  readonly patient: string | null;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly address: string | null;
}

let own: TestDatabase;
let all: readonly Told[];
beforeAll(async () => {
  own = await createTestDatabase();
  all = Array.from({ length: 3_000 }, (_, n) => made(n));
  await insert(all);
}, 60_000);
afterAll(() => own.drop());

/** Fixed, and mixed so that no two columns go together. */
function made(n: number): Told {
  const draw = <T>(from: readonly T[], salt: number): T =>
    // `as`: the index is within the list
    from[Math.floor(Math.abs(Math.sin(n * 12.9898 + salt) * 43_758.5453)) % from.length] as T;
  const ms = BEGAN + Math.floor(n / 3);
  return {
    id: idAt(ms),
    ms,
    actor: draw([...people, null], 1),
    patient: draw([...people, null], 2),
    action: draw(ACTIONS, 3),
    outcome: draw(OUTCOMES, 4),
    address: draw(ADDRESSES, 5),
  };
}

function idAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
}

async function insert(events: readonly Told[]): Promise<void> {
  const token = (of: (id: string) => Buffer, ids: readonly (string | null)[]) =>
    ids.map((id) => (id === null ? null : of(id).toString('hex')));
  await own.db.transaction(async (tx) => {
    await sql`
      insert into audit_event (event_id, log, commitment, event_type, outcome, occurred_ms,
        actor_index, subject_index, address_index, core_hash, detail_hash)
      select id, '2026', sha256('x'), action, outcome, ms,
        decode(actor, 'hex'), decode(patient, 'hex'), decode(address, 'hex'), sha256('x'), sha256('x')
      from unnest(
        ${events.map(({ id }) => id)}::uuid[], ${events.map(({ ms }) => ms)}::bigint[],
        ${events.map(({ action }) => action)}::text[], ${events.map(({ outcome }) => outcome)}::text[],
        ${token(
          keys.actorIndex,
          events.map(({ actor }) => actor),
        )}::text[],
        ${token(
          keys.subjectIndex,
          events.map(({ patient }) => patient),
        )}::text[],
        ${token(
          keys.addressIndex,
          events.map(({ address }) => address),
        )}::text[]
      ) as told (id, ms, action, outcome, actor, patient, address)`.execute(queries(tx));
    await sql`analyze audit_event`.execute(queries(tx));
  });
}

const find = (search: EventSearch, limit = 50, before?: string) =>
  own.db.transaction((tx) => findEvents(tx, keys, search, { limit, before }));

/** All pages, one after the other. */
async function findAll(search: EventSearch, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  for (let page = 0; page < 1_000; page += 1) {
    const { events, next } = await find(search, limit, before);
    expect(events.length).toBeLessThanOrEqual(limit);
    ids.push(...events.map(({ eventId }) => eventId));
    if (next === null) return ids;
    before = next;
  }
  throw new Error('the pages do not end');
}

function expected(search: EventSearch, among = all): readonly string[] {
  const { actor, patient, actions, outcome, address, fromMs = 0, untilMs = 2 ** 48 } = search;
  return among
    .filter(
      (event) =>
        (actor === undefined || event.actor === actor) &&
        (patient === undefined || event.patient === patient) &&
        (actions === undefined || actions.includes(event.action)) &&
        (outcome === undefined || event.outcome === outcome) &&
        (address === undefined || event.address === address) &&
        event.ms >= fromMs &&
        event.ms < untilMs,
    )
    .map(({ id }) => id)
    .toSorted((a, b) => (a < b ? 1 : -1));
}

const PARTS: readonly EventSearch[] = [
  { actor: people[0] },
  { patient: people[1] },
  { actions: ['record.read'] },
  { actions: ['consent.offer', 'consent.revoke'] },
  { outcome: 'refused' },
  { outcome: 'success' },
  { address: '192.0.2.7' },
  { fromMs: BEGAN + 200 },
  { untilMs: BEGAN + 700 },
];

describe('a search of the audit log', () => {
  test('finds what any pair of conditions says, in pages without gaps or doubles', async () => {
    for (const one of PARTS)
      for (const other of PARTS) {
        const search = { ...one, ...other };
        const found = await findAll(search, 200);
        expect(found, JSON.stringify(search)).toEqual(expected(search));
        expect(found.length).toBeGreaterThan(10);
      }
  });

  test('finds the same in pages of one and of seven', async () => {
    const search = { actor: people[0], actions: ['record.read', 'chart.read'], outcome: 'refused' };
    const asked = search as EventSearch; // one of the outcomes
    expect(expected(asked).length).toBeGreaterThan(10);
    for (const limit of [1, 7]) expect(await findAll(asked, limit)).toEqual(expected(asked));
  });

  test('finds everything when nothing is asked, and all conditions at once', async () => {
    expect(await findAll({}, 200)).toEqual(expected({}));
    const { actor, patient, action, outcome, address, ms } = all[1_700] ?? made(0);
    const search: EventSearch = {
      actor: actor ?? undefined,
      patient: patient ?? undefined,
      actions: [action],
      outcome,
      address: address ?? undefined,
      fromMs: ms,
      untilMs: ms + 1,
    };
    expect(await findAll(search, 50)).toEqual(expected(search));
    expect(expected(search).length).toBeGreaterThan(0);
  });

  test('finds nothing of nobody, of no action, and of an address that never asked', async () => {
    for (const search of [
      { actor: nobody },
      { patient: nobody },
      { actions: [] },
      { actions: ["x' or '1'='1"] },
      { address: "192.0.2.7' --" },
      { fromMs: BEGAN + 10, untilMs: BEGAN + 10 },
    ])
      expect(await find(search)).toEqual({ events: [], next: null });
  });

  test('takes times that no id can hold for the ends of time', async () => {
    expect((await find({ fromMs: -1e15 }, 1)).events).toHaveLength(1);
    expect((await find({ fromMs: 1e17 }, 1)).events).toEqual([]);
    expect((await find({ untilMs: -1 }, 1)).events).toEqual([]);
  });

  test('says of an event whether it is about somebody', async () => {
    const about = (personId: string, eventId: string) =>
      own.db.transaction((tx) => isEventAbout(tx, keys, personId, eventId));
    const event = all.find(({ patient }) => patient === people[0]) ?? made(0);
    expect(await about(people[0] ?? '', event.id)).toBe(true);
    expect(await about(people[1] ?? '', event.id)).toBe(false);
    expect(await about(people[0] ?? '', randomUUID())).toBe(false);
  });

  test('looks at so many events a page and goes on from there, however few fit', async () => {
    const busy = randomUUID();
    // Two conditions that 30,000 events fit each, and three of them both.
    const later = Array.from({ length: 60_000 }, (_, n): Told => {
      const ms = BEGAN + 10_000 + n;
      const fits = n === 20 || n === 15_000 || n === 59_990;
      return {
        ...made(n),
        id: idAt(ms),
        ms,
        actor: fits || n % 2 === 0 ? busy : (people[0] ?? null),
        action: fits || n % 2 === 1 ? 'share.open' : 'record.read',
      };
    });
    await insert(later);
    const search = { actor: busy, actions: ['share.open'] };
    const first = await find(search);
    expect(first.events).toHaveLength(1);
    expect(first.next, 'the page ends before the search does').not.toBeNull();
    expect(await findAll(search, 50)).toEqual(expected(search, later));
  }, 60_000);
});
