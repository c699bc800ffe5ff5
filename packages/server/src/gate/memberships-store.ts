import { timingSafeEqual } from 'node:crypto';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';

/** Who works where. */
export interface Member {
  readonly personId: string;
  readonly organisationId: string;
  readonly since: Date;
}

/** Where somebody works now; a membership that was written into the database is none. */
export async function membershipsOf(
  tx: Tx,
  hashes: KeyedHashes,
  personId: string,
): Promise<readonly Member[]> {
  const rows = await queries(tx)
    .selectFrom('organisation_member')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .orderBy('since')
    .execute();
  return trueMembers(hashes, rows);
}

/** Those that this product wrote. */
export function trueMembers(
  hashes: KeyedHashes,
  rows: readonly {
    readonly person_id: string;
    readonly organisation_id: string;
    readonly since: Date;
    readonly ended_at: Date | null;
    readonly mac: Buffer;
  }[],
): readonly Member[] {
  return rows.flatMap(({ person_id: personId, organisation_id: organisationId, since, ...row }) => {
    const expected = hashes.member({ personId, organisationId, since, endedAt: row.ended_at });
    return timingSafeEqual(expected, row.mac) ? [{ personId, organisationId, since }] : [];
  });
}
