import { randomUUID } from 'node:crypto';
import {
  describeSystem as describeEndpoint,
  readSystem as readEndpoint,
  type Notice,
  type ReplyOf,
  type SignUpMode,
} from '@wardkeep/contract';
import { plainRoute, type Route } from '../../gate/index.ts';
import type { Tx } from '../../db/tx.ts';
import { countAccountsByRole, isSetUp, readDeployment } from './deployment-store.ts';

/** What the parts say of themselves; operations/ knows them, this feature shows them. */
export interface SystemParts {
  notices(): Promise<readonly Notice[]>;
  /** What only administrators act on. */
  adminNotices(tx: Tx): Promise<readonly Notice[]>;
  describe(
    tx: Tx,
  ): Promise<Pick<ReplyOf<typeof readEndpoint>, 'version' | 'keys' | 'database' | 'audit'>>;
}

export function describeSystem(parts: SystemParts, signUp: SignUpMode): Route {
  return plainRoute({
    endpoint: describeEndpoint,
    unaudited: true,
    handle: async (request) => {
      const state: ReplyOf<typeof describeEndpoint>['state'] = (await request.read(isSetUp))
        ? 'ready'
        : 'needs-set-up';
      return { body: { state, notices: [...(await parts.notices())], signUp } };
    },
  });
}

export function readSystem(parts: SystemParts): Route {
  return plainRoute({
    endpoint: readEndpoint,
    handle: async (request) => {
      const notices = [...(await parts.notices())];
      const body = await request.commit(async (tx) => {
        const { recoveryConfirmed } = await readDeployment(tx, randomUUID);
        const kit = request.recovery();
        // A confirmation counts for the kit that it named: a newer kit is unconfirmed by itself.
        const confirmed =
          recoveryConfirmed?.fingerprint === kit?.fingerprint ? recoveryConfirmed : null;
        if (confirmed === null) notices.push('recovery-kit-unconfirmed');
        notices.push(...(await parts.adminNotices(tx)));
        return {
          ...(await parts.describe(tx)),
          notices,
          recoveryKit: {
            fingerprint: kit?.fingerprint ?? null,
            createdAt: kit?.createdAt ?? null,
            confirmedAt: confirmed?.at.toISOString() ?? null,
          },
          accountsByRole: { ...(await countAccountsByRole(tx)) },
        };
      });
      return { body };
    },
  });
}
