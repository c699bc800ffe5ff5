import { PersonId, listAccounts as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { peopleRoute } from '../../gate/index.ts';
import { listAccountIds, readAccounts } from './account-store.ts';

const MOST = 500;

/** Who has an account, for the administrator: account data only, one audit event for each person named. */
export const listAccounts = peopleRoute({
  endpoint,
  opens: 'account',
  people: ({ tx }) => listAccountIds(tx, MOST),
  handle: async (scopes) => {
    const [first] = scopes;
    if (first === undefined) return { accounts: [] };
    const rows = await readAccounts(
      first.tx,
      scopes.map((scope) => scope.personId),
    );
    const vaults = new Map(scopes.map((scope) => [scope.personId, scope.vault]));
    return {
      accounts: rows.flatMap((row) => {
        const profile = vaults.get(row.personId)?.open(PROFILE_NAME, row.profile);
        if (profile === undefined) return [];
        const personId = PersonId.parse(row.personId);
        return [
          {
            personId,
            role: row.role,
            state: row.state,
            hasSecondFactor: row.secondFactor === 'required',
            ...profile,
            createdAt: row.createdAt.toISOString(),
          },
        ];
      }),
    };
  },
});
