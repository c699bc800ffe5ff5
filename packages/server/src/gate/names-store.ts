import type { Role } from '@wardkeep/contract';
import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import type { AccountProfile } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';

export async function readNamed(
  tx: Tx,
  personIds: readonly string[],
): Promise<
  readonly {
    readonly personId: string;
    readonly role: Role;
    readonly profile: Sealed<AccountProfile>;
  }[]
> {
  const rows = await queries(tx)
    .selectFrom('account')
    .select(['person_id', 'role', 'profile'])
    .where('person_id', '=', (eb) => eb.fn.any(eb.val(personIds)))
    .execute();
  return rows.map((row) => ({ personId: row.person_id, role: row.role, profile: row.profile }));
}
