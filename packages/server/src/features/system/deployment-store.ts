import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

export interface Deployment {
  readonly installationId: string;
  readonly setUpAt: Date | null;
  readonly recoveryConfirmed: { readonly at: Date; readonly fingerprint: string } | null;
}

/** The one row about this installation; made at the first start. */
export async function readDeployment(tx: Tx, newInstallationId: () => string): Promise<Deployment> {
  const there = await readRow(tx);
  // Only before the first start is there none; what reads it later writes nothing.
  if (there !== undefined) return there;
  await queries(tx)
    .insertInto('deployment')
    .values({
      installation_id: newInstallationId(),
      set_up_at: null,
      recovery_confirmed_at: null,
      recovery_confirmed_fingerprint: null,
    })
    .onConflict((conflict) => conflict.column('singleton').doNothing())
    .execute();
  const made = await readRow(tx);
  if (made === undefined) throw new Error('the deployment has no row');
  return made;
}

async function readRow(tx: Tx): Promise<Deployment | undefined> {
  const row = await queries(tx)
    .selectFrom('deployment')
    .select([
      'installation_id',
      'set_up_at',
      'recovery_confirmed_at',
      'recovery_confirmed_fingerprint',
    ])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { recovery_confirmed_at: at, recovery_confirmed_fingerprint: fingerprint } = row;
  return {
    installationId: row.installation_id,
    setUpAt: row.set_up_at,
    recoveryConfirmed: at === null || fingerprint === null ? null : { at, fingerprint },
  };
}

/** Also when the row says otherwise, but somebody has an account: it may have been altered. */
export async function isSetUp(tx: Tx): Promise<boolean> {
  const row = await queries(tx).selectFrom('deployment').select('set_up_at').executeTakeFirst();
  return (row !== undefined && row.set_up_at !== null) || (await hasAccounts(tx));
}

async function hasAccounts(tx: Tx): Promise<boolean> {
  const account = await queries(tx)
    .selectFrom('account')
    .select('person_id')
    .limit(1)
    .executeTakeFirst();
  return account !== undefined;
}

/** False when somebody else was first: the update locks the row. */
export async function markSetUp(tx: Tx, now: Date): Promise<boolean> {
  const row = await queries(tx)
    .updateTable('deployment')
    .set({ set_up_at: now })
    .where('set_up_at', 'is', null)
    .returning('installation_id')
    .executeTakeFirst();
  return row !== undefined && !(await hasAccounts(tx));
}

/** The fingerprint is kept with it: a newer kit is unconfirmed by itself. */
export async function markRecoveryConfirmed(tx: Tx, fingerprint: string, at: Date): Promise<void> {
  await queries(tx)
    .updateTable('deployment')
    .set({ recovery_confirmed_at: at, recovery_confirmed_fingerprint: fingerprint })
    .execute();
}

export async function countAccountsByRole(tx: Tx): Promise<Readonly<Record<string, number>>> {
  const rows = await queries(tx)
    .selectFrom('account')
    .select((select) => ['role', select.fn.countAll<number>().as('count')])
    .groupBy('role')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.role, row.count]));
}
