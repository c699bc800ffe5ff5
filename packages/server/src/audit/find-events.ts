import { sql, type RawBuilder } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditKeys } from './audit-keys.ts';
import { storedEvent, type StoredEvent } from './events-about.ts';
import {
  EVERY,
  inWay,
  waysOf,
  type Between,
  type EventSearch,
  type IndexKeys,
  type Way,
} from './ways-to-find.ts';

export type { EventSearch } from './ways-to-find.ts';

export interface FindPage {
  /** 1 to 200. */
  readonly limit: number;
  /** Where the page before ended: its `next`. */
  readonly before?: string | undefined;
}

export interface FoundPage {
  readonly events: readonly StoredEvent[];
  /** Null when there is no more. A page may be short, or empty, and still have one: the search goes on from there. */
  readonly next: string | null;
}

const longestPage = 200;

/** How many events in a row are looked at for one page, in steps: what bounds the work of any search. */
const STEPS = [500, 2_000, 7_500];

/** Up to here it is counted how many events each way leads to. */
const COUNTED = 500;

/**
 * Newest first, by columns in the open. Every search walks down one index, the one that leads to the fewest events, and
 * never through the table; what other conditions leave out costs a page its length, not its time.
 */
export async function findEvents(
  tx: Tx,
  keys: IndexKeys,
  search: EventSearch,
  page: FindPage,
): Promise<FoundPage> {
  const limit = Math.min(page.limit, longestPage);
  const between = boundsOf(search, page.before);
  const ways = waysOf(keys, search);
  const way = await shortest(tx, ways, between);
  const rest = ways.filter((each) => each !== way).map(({ fits }) => fits);
  // What nothing else leaves out needs no second look.
  if (rest.length === 0) {
    const { rows } = await inWay(way, between, limit + 1).execute(queries(tx));
    return pageOf(
      await readByIds(
        tx,
        rows.map((row) => row.event_id),
      ),
      limit,
      null,
    );
  }
  return walk(tx, { way, between, rest: sql.join(rest, sql` and `) }, limit);
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function boundsOf({ fromMs, untilMs }: EventSearch, before: string | undefined): Between {
  const until = untilMs === undefined ? AFTER_ALL : firstIdOf(untilMs);
  const isSooner = before !== undefined && before < until;
  return {
    from: fromMs === undefined ? FIRST : firstIdOf(fromMs),
    before: isSooner ? before : until,
  };
}

/** The least UUIDv7 of a moment (RFC 9562 §5.7). */
function firstIdOf(milliseconds: number): string {
  const clamped = Math.min(Math.max(Math.ceil(milliseconds), 0), 2 ** 48 - 1);
  const hex = clamped.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

async function shortest(tx: Tx, ways: readonly Way[], between: Between): Promise<Way> {
  const walkable = ways.filter(({ isWay }) => isWay);
  const [first, ...others] = walkable;
  if (first === undefined) return EVERY;
  if (others.length === 0) return first;
  const counts = walkable.map(
    (way, index) => sql`
      select ${index}::int as index, count(*) as count, (array_agg(event_id order by event_id))[1] as last
      from (${inWay(way, between, COUNTED)}) counted`,
  );
  const { rows } = await sql<Counted>`${sql.join(counts, sql` union all `)}`.execute(queries(tx));
  const [least] = rows.toSorted(
    (a, b) => a.count - b.count || (a.last ?? '').localeCompare(b.last ?? ''),
  );
  return walkable[least?.index ?? 0] ?? first;
}

interface Counted {
  readonly index: number;
  readonly count: number;
  /** Of as many, those that go back the furthest are the fewest. */
  readonly last: string | null;
}

interface Walk {
  readonly way: Way;
  readonly between: Between;
  readonly rest: RawBuilder<unknown>;
}

async function walk(tx: Tx, { way, between, rest }: Walk, limit: number): Promise<FoundPage> {
  const found: StoredEvent[] = [];
  let { before } = between;
  for (const step of STEPS) {
    const bounds = { from: between.from, before };
    const most = limit + 1 - found.length;
    const { ids, seen, last } = await look(tx, inWay(way, bounds, step), rest, most);
    found.push(...(await readByIds(tx, ids)));
    const isOver = seen < step || last === null;
    if (found.length > limit || isOver) return pageOf(found, limit, null);
    before = last;
  }
  return pageOf(found, limit, before);
}

interface Looked {
  readonly ids: readonly string[];
  readonly seen: number;
  readonly last: string | null;
}

/** One step down the index: which of the next events fit, and where it ended. */
async function look(
  tx: Tx,
  step: RawBuilder<unknown>,
  rest: RawBuilder<unknown>,
  most: number,
): Promise<Looked> {
  const { rows } = await sql<Looked>`
    with seen as materialized (${step})
    select
      (select count(*) from seen) as seen,
      (select event_id from seen order by event_id limit 1) as last,
      array(select event_id from seen where ${rest} order by event_id desc limit ${most})::text[] as ids
  `.execute(queries(tx));
  const [looked] = rows;
  if (looked === undefined) throw new TypeError('a select without a table has one row');
  return looked;
}

function pageOf(events: readonly StoredEvent[], limit: number, goesOnAt: string | null): FoundPage {
  const shown = events.slice(0, limit);
  const last = events.length > limit ? (shown.at(-1)?.eventId ?? null) : goesOnAt;
  return { events: shown, next: last };
}

/** Newest first; ids that are no event are left out. */
export async function readByIds(tx: Tx, ids: readonly string[]): Promise<StoredEvent[]> {
  if (ids.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('audit_event')
    .leftJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
    .selectAll('audit_event')
    .select(['audit_leaf.log as leaf_log', 'leaf_index'])
    .where('audit_event.event_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .orderBy('audit_event.event_id', 'desc')
    .execute();
  return rows.map(storedEvent);
}

/** Whether there is such an event, and it is about this person. */
export async function isEventAbout(
  tx: Tx,
  keys: Pick<AuditKeys, 'subjectIndex'>,
  personId: string,
  eventId: string,
): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_event')
    .select('event_id')
    .where('event_id', '=', eventId)
    .where('subject_index', '=', keys.subjectIndex(personId))
    .executeTakeFirst();
  return row !== undefined;
}
