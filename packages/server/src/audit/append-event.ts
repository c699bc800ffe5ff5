import { sql, type RawBuilder } from 'kysely';
import { queries } from '../db/queries.ts';
import { collect, collector } from '../db/shared-part.ts';
import type { Tx } from '../db/tx.ts';
import type { NewAuditEvent } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';
import { sealEvent, type AppendSources, type SealedEvent } from './seal-event.ts';

/**
 * Appends in the caller's transaction: a change whose audit event cannot be written does not happen. One statement.
 * The event has no leaf yet; the sequencer gives it one after the commit.
 *
 * @throws {@link AuditError} `bad_event` if the event cannot become a leaf; whatever the keys throw; the database's errors.
 */
export async function appendEvent(
  tx: Tx,
  keys: AuditKeys,
  event: NewAuditEvent,
  sources: AppendSources,
): Promise<{ eventId: string }> {
  const sealed = sealEvent(keys, event, sources);
  await insertEvents(tx, [sealed]);
  return { eventId: sealed.event_id };
}

/** So many events as they are, in their order, and each as waiting for its leaf: one statement, all or none. */
export async function insertEvents(tx: Tx, events: readonly SealedEvent[]): Promise<void> {
  if (events.length === 0 || collect(tx, EVENTS, events)) return;
  await eventsStatement(events).execute(queries(tx));
}

const EVENTS = collector(eventsStatement);

function eventsStatement(events: readonly SealedEvent[]): RawBuilder<unknown> {
  const columns = COLUMNS.map(([name]) => sql.ref(name));
  // One array for each column: the statement has the same text however many they are.
  const values = COLUMNS.map(([name, type]) => {
    const column = events.map((event) => event[name]);
    return sql`${column}::${sql.raw(type)}[]`;
  });
  return sql`/* prepared: audit-events */
    with event as (
      insert into audit_event (${sql.join(columns)})
      select * from unnest(${sql.join(values)})
      returning event_id
    )
    insert into audit_pending (event_id) select event_id from event`;
}

const COLUMNS = [
  ['event_id', 'uuid'],
  ['log', 'text'],
  ['commitment', 'bytea'],
  ['event_type', 'text'],
  ['outcome', 'text'],
  ['occurred_ms', 'bigint'],
  ['actor_index', 'bytea'],
  ['subject_index', 'bytea'],
  ['address_index', 'bytea'],
  ['repeated', 'int'],
  ['detail_owner', 'uuid'],
  ['salt_core', 'bytea'],
  ['core', 'bytea'],
  ['salt_detail', 'bytea'],
  ['detail', 'bytea'],
] as const satisfies readonly (readonly [keyof SealedEvent, string])[];
