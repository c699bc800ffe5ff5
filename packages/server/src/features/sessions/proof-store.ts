import type { ProofMethod } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** What the account can show for a second step or a step-up: which kinds there are, and nothing of any of them. */
export async function readProofs(tx: Tx, personId: string): Promise<readonly ProofMethod[]> {
  const { totp, passkey, code } = await queries(tx)
    .selectNoFrom((row) => [
      row
        .exists(
          row
            .selectFrom('totp')
            .select('person_id')
            .where('person_id', '=', personId)
            .where('confirmed_at', 'is not', null),
        )
        .as('totp'),
      row
        .exists(row.selectFrom('passkey').select('person_id').where('person_id', '=', personId))
        .as('passkey'),
      row
        .exists(
          row
            .selectFrom('recovery_code')
            .select('person_id')
            .where('person_id', '=', personId)
            .where('used_at', 'is', null),
        )
        .as('code'),
    ])
    .executeTakeFirstOrThrow();
  const shown: readonly (readonly [ProofMethod, unknown])[] = [
    ['password', true],
    ['totp', totp],
    ['passkey', passkey],
    ['recovery-code', code],
  ];
  return shown.flatMap(([method, has]) => (has === true ? [method] : []));
}
