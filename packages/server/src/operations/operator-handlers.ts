import { z } from 'zod';
import { jsonRoute, type ControlRequest, type ControlRoutes } from './control-answer.ts';
import { auditExportRoutes } from './audit-export-routes.ts';
import { escrowRoutes } from './escrow/index.ts';
import { accountRecoveryRoutes, type AccountRecoveries } from './operator-account-recoveries.ts';
import { keyRoutes } from './operator-keys.ts';
import { personRoutes } from './operator-persons.ts';
import { recoveryRoutes } from './operator-recovery.ts';
import { restoreRoutes } from './operator-restore.ts';
import { retentionRoutes } from './retention/index.ts';
import { systemParts, type RunningState } from './system-parts.ts';

/** What the operator's commands may ask of the running server. Nothing here reads anybody's data. */
export function operatorHandlers(
  state: RunningState,
  {
    openWith,
    accountRecoveries,
  }: {
    readonly openWith: (passphrase: string) => Promise<void>;
    readonly accountRecoveries: AccountRecoveries;
  },
): ControlRoutes {
  return {
    'GET /status': jsonRoute(Nothing, () => systemParts(state).readyz()),
    'GET /work': {
      reply: 'lines',
      run: async ({ onProgress }: ControlRequest) => {
        await state.keyWork?.follow(onProgress);
        return { running: [] };
      },
    },
    ...recoveryRoutes(state, openWith),
    ...keyRoutes(state),
    ...personRoutes(state),
    ...accountRecoveryRoutes(state, accountRecoveries),
    ...restoreRoutes(state),
    ...auditExportRoutes(state),
    ...escrowRoutes(state),
    ...retentionRoutes(state),
  };
}

const Nothing = z.object({});
