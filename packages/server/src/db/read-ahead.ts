import { sql, type CompiledQuery, type Selectable } from 'kysely';
import type { Schema } from './schema.ts';
import { compiled } from './tx-queries.ts';

/** What one request is known to ask for before anything is read: who asks, and about what. */
export interface AheadAsked {
  readonly sessionId: string;
  readonly callerId: string;
  /** Whose data it is, or the record whose owner is to be found out. */
  readonly about:
    { readonly personId: string } | { readonly type: string; readonly resourceId: string };
}

/** The same facts that the request would read by itself, one by one; undefined for what is not there. */
export interface ReadAhead {
  readonly asked: AheadAsked;
  readonly session: AheadSession | undefined;
  readonly ownerId: string | null;
  readonly record: AheadRecord | undefined;
  /** Of the owner, for `chart` and `audit`. */
  readonly keys: readonly AheadKey[];
}

export type AheadSession = Pick<
  Selectable<Schema['session']>,
  'device_id' | 'methods' | 'proved_at' | 'last_seen_at' | 'expires_at'
> &
  Pick<Selectable<Schema['account']>, 'role' | 'state' | 'second_factor' | 'mac'> & {
    readonly session_mac: Buffer;
  };

export type AheadRecord = Pick<
  Selectable<Schema['resource_current']>,
  'resource_type' | 'resource_id' | 'version' | 'sealed' | 'updated_at'
>;

export type AheadKey = Pick<
  Selectable<Schema['person_key']>,
  'person_id' | 'purpose' | 'version' | 'wrapped' | 'state'
>;

export const AHEAD_PURPOSES = ['chart', 'audit'] as const satisfies readonly AheadKey['purpose'][];

/**
 * The facts that most requests ask for, of many requests in one statement: one row for each key of an owner, or one row
 * without. Every look-up is by an index and by itself (LATERAL), so the plan stays right however the tables grow.
 */
export function aheadStatement(asked: readonly AheadAsked[], now: Date): CompiledQuery<AheadRow> {
  const column = <T>(of: (each: AheadAsked) => T): readonly T[] => asked.map(of);
  return compiled(sql<AheadRow>`/* prepared: read-ahead */
    select asked.nth::int as nth, who.*, coalesce(asked.person_id, owner.owner_id) as owner_id,
      found.version, found.updated_at,
      case when key.nth is null or key.nth = 1 then found.sealed end as sealed,
      key.purpose as key_purpose, key.version as key_version, key.wrapped as key_wrapped, key.state as key_state
    from unnest(
      ${column((each) => each.sessionId)}::uuid[],
      ${column((each) => each.callerId)}::uuid[],
      ${column(({ about }) => ('personId' in about ? about.personId : null))}::uuid[],
      ${column(({ about }) => ('personId' in about ? null : about.type))}::text[],
      ${column(({ about }) => ('personId' in about ? null : about.resourceId))}::uuid[]
    ) with ordinality as asked(session_id, caller_id, person_id, type, resource_id, nth)
    left join lateral (
      select session.device_id, session.methods, session.proved_at, session.last_seen_at, session.expires_at,
        session.mac as session_mac, account.role, account.state, account.second_factor, account.mac
      from session join account on account.person_id = session.person_id
      where session.session_id = asked.session_id and session.person_id = asked.caller_id
        and session.ended_at is null and session.expires_at > ${now}::timestamptz and account.state = 'active'
      limit 1
    ) as who on true
    left join lateral (
      select resource_owner.owner_id from resource_owner where resource_owner.resource_id = asked.resource_id limit 1
    ) as owner on true
    left join lateral (
      select current.version, current.sealed, current.updated_at from resource_current as current
      where current.owner_id = owner.owner_id and current.resource_type = asked.type
        and current.resource_id = asked.resource_id
      limit 1
    ) as found on true
    left join lateral (
      select person_key.purpose, person_key.version, person_key.wrapped, person_key.state, row_number() over () as nth
      from person_key
      where person_key.person_id = coalesce(asked.person_id, owner.owner_id)
        and person_key.purpose in ('chart', 'audit')
    ) as key on true`);
}

/** One row of {@link aheadStatement}. */
export interface AheadRow extends Partial<Record<keyof AheadSession, unknown>> {
  readonly nth: number;
  readonly device_id: string | null;
  readonly methods: string;
  readonly proved_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly session_mac: Buffer;
  readonly role: AheadSession['role'];
  readonly state: AheadSession['state'];
  readonly second_factor: AheadSession['second_factor'];
  readonly mac: Buffer;
  readonly owner_id: string | null;
  readonly version: number | null;
  readonly updated_at: Date | null;
  readonly sealed: AheadRecord['sealed'] | null;
  readonly key_purpose: AheadKey['purpose'] | null;
  readonly key_version: number | null;
  readonly key_wrapped: AheadKey['wrapped'] | null;
  readonly key_state: AheadKey['state'] | null;
}

/** In the order in which they asked. */
export function aheadFrom(
  asked: readonly AheadAsked[],
  rows: readonly AheadRow[],
): readonly ReadAhead[] {
  const byAsker = asked.map((): AheadRow[] => []);
  for (const row of rows) byAsker[row.nth - 1]?.push(row);
  return asked.map((each, index) => factsOf(each, byAsker[index] ?? []));
}

function factsOf(asked: AheadAsked, rows: readonly AheadRow[]): ReadAhead {
  const [first] = rows;
  if (first === undefined) throw new Error('a shared transaction read nothing for one who asked');
  return {
    asked,
    session: sessionIn(first),
    ownerId: first.owner_id,
    record: recordIn(asked, rows),
    keys: rows.flatMap((row) => keyIn(row)),
  };
}

function sessionIn({ device_id, ...row }: AheadRow): AheadSession | undefined {
  return device_id === null ? undefined : { ...row, device_id };
}

function recordIn({ about }: AheadAsked, rows: readonly AheadRow[]): AheadRecord | undefined {
  const row = rows.find(({ sealed }) => sealed !== null);
  if ('personId' in about || row === undefined) return undefined;
  const { version, updated_at, sealed } = row;
  if (version === null || updated_at === null || sealed === null) return undefined;
  const { type, resourceId } = about;
  return { resource_type: type, resource_id: resourceId, version, sealed, updated_at };
}

function keyIn(row: AheadRow): readonly AheadKey[] {
  const { owner_id, key_purpose, key_version, key_wrapped, key_state } = row;
  if (owner_id === null || key_purpose === null || key_version === null) return [];
  if (key_wrapped === null || key_state === null) return [];
  return [
    {
      person_id: owner_id,
      purpose: key_purpose,
      version: key_version,
      wrapped: key_wrapped,
      state: key_state,
    },
  ];
}
