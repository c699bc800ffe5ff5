import { requestAccountRecovery as endpoint } from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute, type AccountScope, type Route } from '../../gate/index.ts';
import { issueOneTimeToken } from '../accounts/index.ts';
import { readOpenRecovery } from './open-recovery.ts';
import { lapsesAt, newRecovery, type RecoveryRow } from './recovery-rules.ts';
import { putRecovery } from './recovery-store.ts';

interface RecoveryParts {
  readonly publicUrl: () => string;
  /** Whole days between the request and the sign-in that it opens, whenever it is approved. */
  readonly waitingDays: number;
}

/** By whoever gave the password and stopped there. Asking again while it waits changes nothing, and tells nobody. */
export function requestAccountRecovery(parts: RecoveryParts): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: ownPerson,
    handle: async (scope) => {
      if (scope.caller.kind !== 'person' || scope.caller.needs !== 'second-factor')
        throw notNeeded();
      const { notBefore, approvedAt } =
        (await readOpenRecovery(scope)) ?? (await begin(scope, parts));
      return { waitsUntil: notBefore.toISOString(), isApproved: approvedAt !== null };
    },
  });
}

async function begin(scope: AccountScope, parts: RecoveryParts): Promise<RecoveryRow> {
  const { gate, tx, personId, now } = scope;
  const recovery = newRecovery(personId, now, parts.waitingDays);
  await putRecovery(gate.hashes, tx, recovery);
  const requestedAt = recovery.requestedAt.toISOString();
  const token = await issueOneTimeToken(scope, tx, {
    purpose: 'recovery-cancellation',
    expiresAt: lapsesAt(recovery),
    personId,
    detail: { personId, requestedAt },
  });
  const waitsUntil = recovery.notBefore.toISOString();
  const link = `${parts.publicUrl()}/recovery-cancel#${token}`;
  const values = { waitsUntil, link };
  await gate.mail.queue(tx, { to: { personId }, template: 'recovery-requested', values });
  return recovery;
}

function notNeeded(): Refusal {
  return new Refusal(
    'forbidden',
    'This is for whoever signs in with the password and can’t give the second factor. You are in: change your second factors under Account, Security.',
  );
}
