import { sql } from 'kysely';
import type { KeyId, WrappedKey } from '@wardkeep/crypto';
import type { KeyPurpose } from '../db/schema.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** A key that another epoch than the active one wraps, and where its row lay when it was read. */
export interface KeyToRewrap {
  readonly place: string;
  readonly person_id: string;
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly wrapped: WrappedKey;
}

/** A key of an erased person that somebody put back is as good as revoked: their erasure is to be final with its epoch. */
const OPENS = sql`state <> 'revoked' and not exists (
  select from restriction r where r.kind = 'person-erased' and r.person_id = person_key.person_id)`;

/** How many pages of the table there are now: rows that are added later are wrapped by the active epoch already. */
export async function countKeyPages(tx: Tx): Promise<number> {
  const { rows } = await sql<{ pages: number }>`
    select pg_relation_size('person_key') / current_setting('block_size')::int as pages`.execute(
    queries(tx),
  );
  return rows[0]?.pages ?? 0;
}

/**
 * What is to be rewrapped on pages `from` to `to`, the last excluded. In the order of the disk, so that each page is
 * read and written once. A revoked key is left behind: it opens nothing, and is to be final with its epoch.
 */
export async function readKeysToRewrap(
  tx: Tx,
  active: KeyId,
  pages: { readonly from: number; readonly to: number },
): Promise<readonly KeyToRewrap[]> {
  const { rows } = await sql<KeyToRewrap>`
    select ctid::text as place, person_id, purpose, version, wrapped
    from person_key
    where ctid >= ${`(${pages.from},0)`}::tid and ctid < ${`(${pages.to},0)`}::tid
      and substring(wrapped from 2 for 16) <> ${Buffer.from(active, 'hex')} and ${OPENS}`.execute(
    queries(tx),
  );
  return rows;
}

/**
 * Writes each key only where it is still wrapped as it was read; a row that moved or went is left for the next pass.
 * The bytes travel as one value each way: an array of them would be parsed element by element.
 * @returns how many were written.
 */
export async function writeRewrapped(
  tx: Tx,
  keys: readonly KeyToRewrap[],
  rewrapped: readonly WrappedKey[],
): Promise<number> {
  if (keys.length === 0) return 0;
  const places = keys.map(({ place }) => place);
  const before = Buffer.concat(keys.map(({ wrapped }) => wrapped));
  const after = Buffer.concat(rewrapped);
  const width = before.length / keys.length;
  const { numAffectedRows } = await sql`
    update person_key set wrapped = substring(${after}::bytea from at.n * ${width}::int + 1 for ${width}::int)
    from (
      select place::tid, (number - 1)::int as n
      from unnest(${places}::text[]) with ordinality as given (place, number)
    ) at
    where person_key.ctid = at.place
      and person_key.wrapped = substring(${before}::bytea from at.n * ${width}::int + 1 for ${width}::int)`.execute(
    queries(tx),
  );
  return Number(numAffectedRows ?? 0n);
}

/** How many keys that open something each epoch wraps, of persons and of the service. Reads the whole table. */
export async function countKeysByEpoch(
  tx: Tx,
): Promise<
  readonly { readonly epochId: string; readonly personKeys: number; readonly serviceKeys: number }[]
> {
  const { rows } = await sql<{ epochId: string; personKeys: number; serviceKeys: number }>`
    select encode(epoch, 'hex') as "epochId", sum(person)::int8 as "personKeys", sum(service)::int8 as "serviceKeys"
    from (
      select substring(wrapped from 2 for 16) as epoch, count(*) as person, 0 as service
      from person_key where ${OPENS} group by 1
      union all
      select substring(wrapped from 2 for 16), 0, count(*) from service_key group by 1
    ) counted
    group by 1 order by 1`.execute(queries(tx));
  return rows;
}
