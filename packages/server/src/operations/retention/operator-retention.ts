import { z } from 'zod';
import { jsonRoute, type ControlRoutes } from '../control-answer.ts';
import { openGate } from '../keys-state.ts';
import type { RunningState } from '../system-parts.ts';
import { listAuditHolds, placeAuditHold, releaseAuditHold } from './audit-holds.ts';

const Year = z.int().min(1970).max(9999);
const Reason = z.string().trim().min(3, 'say why').max(2000);

/** `wardkeep audit hold | release | holds`. */
export function retentionRoutes(state: RunningState): ControlRoutes {
  return {
    'POST /audit/hold': jsonRoute(
      z.strictObject({ year: Year, reason: Reason }),
      async ({ year, reason }) => ({
        year,
        changed: await placeAuditHold(openGate(state), year, reason),
      }),
    ),
    'POST /audit/release': jsonRoute(z.strictObject({ year: Year }), async ({ year }) => ({
      year,
      changed: await releaseAuditHold(openGate(state), year),
    })),
    'GET /audit/holds': jsonRoute(z.object({}), () => listAuditHolds(openGate(state))),
  };
}
