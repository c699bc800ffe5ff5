import { PersonId, listAccountRecoveries as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { peopleRoute, type AccountScope } from '../../gate/index.ts';
import { readAccounts, type StoredAccount } from '../accounts/index.ts';
import { isOpen, type RecoveryRow } from './recovery-rules.ts';
import { listWaitingIds, readRecoveries } from './recovery-store.ts';

const MOST = 100;

/** Who waits to get in again, for the administrator: account data only, one audit event for each person named. */
export const listAccountRecoveries = peopleRoute({
  endpoint,
  opens: 'account',
  people: ({ tx }) => listWaitingIds(tx, MOST),
  handle: async (scopes) => {
    const [first] = scopes;
    if (first === undefined) return { recoveries: [] };
    const { tx, gate, now } = first;
    const byId = new Map(scopes.map((scope) => [scope.personId, scope]));
    const personIds = [...byId.keys()];
    const rows = await readRecoveries(gate.hashes, tx, personIds);
    const accounts = await readAccounts(tx, personIds);
    return {
      recoveries: rows.flatMap((recovery) => {
        const scope = byId.get(recovery.personId);
        const account = accounts.find(({ personId }) => personId === recovery.personId);
        if (scope === undefined || account === undefined) return [];
        const { passwordChangedAt } = account;
        const isWaiting = isOpen(recovery, { now, passwordChangedAt });
        return isWaiting ? [describe(scope, account, recovery)] : [];
      }),
    };
  },
});

function describe({ vault }: AccountScope, account: StoredAccount, recovery: RecoveryRow) {
  const { displayName, email } = vault.open(PROFILE_NAME, account.profile);
  return {
    personId: PersonId.parse(recovery.personId),
    role: account.role,
    displayName,
    email,
    requestedAt: recovery.requestedAt.toISOString(),
    waitsUntil: recovery.notBefore.toISOString(),
    approvedAt: recovery.approvedAt?.toISOString() ?? null,
  };
}
