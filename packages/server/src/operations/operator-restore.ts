import { z } from 'zod';
import { recordOperationIn, type Gate } from '../gate/index.ts';
import type { KeyProgress, RestoreResult } from '../vault/index.ts';
import { combineRecoveryShares } from '../vault/recovery-shares.ts';
import { workRoute, type ControlRoutes } from './control-answer.ts';
import { keepReport } from './key-report.ts';
import { openGate } from './keys-state.ts';
import { OperatorError } from './operator-error.ts';
import type { RunningState } from './system-parts.ts';

const Secret = z.string().min(1).max(4096);

/** The private half of the backup root, or the kit, whole or in shares; a list of restrictions if the key store lost its own. */
const Restore = z
  .strictObject({
    backupRoot: Secret,
    kit: Secret,
    shares: z.array(Secret).min(2).max(255),
    restrictions: z.string(),
    passphrase: Secret,
  })
  .partial()
  .refine(
    ({ backupRoot, kit, shares }) =>
      [backupRoot, kit, shares].filter((each) => each !== undefined).length === 1,
  );

/** What a restore is given. */
export interface RestoreGiven {
  readonly privateHalf: string;
  /** Signed note: docs/formats/restriction-list.md. */
  readonly restrictions: string | undefined;
  /** Of the key file, where the settings do not say where it is. */
  readonly passphrase: string | undefined;
}

/** Opens what only the private half opens, makes the restored database safe, and opens the keys as a start would. */
export type RestoreKeys = (
  given: RestoreGiven,
  onProgress: (progress: KeyProgress) => void,
) => Promise<RestoreResult>;

/** `wardkeep keys restore`. Not while the keys are open: then nothing needs it, and people are being served. */
export function restoreRoutes(state: RunningState): ControlRoutes {
  return {
    'POST /keys/restore': workRoute(Restore, async (body, { onProgress }) => {
      const { keyWork, restoreKeys } = state;
      if (state.gate !== undefined)
        throw new OperatorError('not_locked', 'The keys are open: there is nothing to restore.');
      if (keyWork === undefined || restoreKeys === undefined)
        throw new OperatorError('jobs_unavailable', 'The server is still starting. Try again.');
      const { restrictions, passphrase } = body;
      const privateHalf = await privateHalfOf(body);
      const given = { privateHalf, restrictions, passphrase };
      const begunAt = new Date();
      const run = async (tell: typeof onProgress): Promise<Readonly<Record<string, unknown>>> => {
        const result = await restoreKeys(given, tell);
        state.needsBackupRoot = false;
        return keepRestoreReport(openGate(state), begunAt, result);
      };
      const done = await keyWork.runHere('keys.restore', run, onProgress);
      keyWork.start();
      return done;
    }),
  };
}

async function privateHalfOf({
  backupRoot,
  kit,
  shares = [],
}: z.infer<typeof Restore>): Promise<string> {
  return backupRoot ?? kit ?? combineRecoveryShares(shares);
}

/** Signed, kept and in the audit log: that a database was put back, and what was done before anything was served. */
export async function keepRestoreReport(
  gate: Gate,
  begunAt: Date,
  result: RestoreResult,
): Promise<Readonly<Record<string, unknown>>> {
  const { sessionsEnded, linksRevoked, restrictionsApplied, personKeys, serviceKeys } = result;
  return gate.db.transaction(async (tx) => {
    const { reportId } = await keepReport(gate, tx, {
      kind: 'restore',
      begunAt,
      endedAt: gate.now(),
      lines: [
        ['to', result.to],
        ['rewrapped', 'person_key', personKeys],
        ['rewrapped', 'service_key', serviceKeys],
        ['ended', 'sessions', sessionsEnded],
        ['ended', 'links', linksRevoked],
        ['applied', 'restrictions', restrictionsApplied],
      ],
    });
    await recordOperationIn(gate, tx, { action: 'keys.restore', outcome: 'success' });
    const { signs: _signs, at: _at, ...counts } = result;
    gate.log.info({ reportId, ...counts }, 'the keys of a restored database were opened');
    return { reportId, ...counts };
  });
}
