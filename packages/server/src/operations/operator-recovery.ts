import { z } from 'zod';
import { recordOperation } from '../gate/index.ts';
import { combineRecoveryShares, splitRecoveryKey } from '../vault/recovery-shares.ts';
import { jsonRoute, type ControlRoutes } from './control-answer.ts';
import { openGate } from './keys-state.ts';
import { recover, testRecovery } from './recovery.ts';
import type { RunningState } from './system-parts.ts';
import { operatorErrorOf } from './told-error.ts';

const Secret = z.string().min(1).max(4096);

/** A kit whole, or as many of its shares as it needs. */
const Kit = z.union([
  z.strictObject({ kit: Secret }),
  z.strictObject({ shares: z.array(Secret).min(2).max(255) }),
]);
const KitAndPassphrase = z.union([
  z.strictObject({ kit: Secret, passphrase: Secret }),
  z.strictObject({ shares: z.array(Secret).min(2).max(255), passphrase: Secret }),
]);
const Split = z
  .strictObject({ shares: z.int(), threshold: z.int() })
  .partial()
  .refine(({ shares, threshold }) => (shares === undefined) === (threshold === undefined));

interface Told {
  readonly ok: boolean;
  readonly message: string;
}

/** Opening the keys, and what the printed kit is for. All but making a kit works while the keys are locked. */
export function recoveryRoutes(
  state: RunningState,
  openWith: (passphrase: string) => Promise<void>,
): ControlRoutes {
  return {
    'POST /unlock': jsonRoute(z.strictObject({ passphrase: Secret }), ({ passphrase }) =>
      opening(state, 'keys.unlock', () => openWith(passphrase)),
    ),
    'POST /recovery/test': jsonRoute(Kit, async (given) => testKit(state, await kitOf(given))),
    'POST /recovery/use': jsonRoute(KitAndPassphrase, async (given) => {
      const { passphrase } = given;
      return opening(state, 'keys.recover', async () => {
        await recover(state.config, await kitOf(given), passphrase);
        await openWith(passphrase);
      });
    }),
    'POST /recovery/make': jsonRoute(Split, async (split) => makeKit(state, split)),
  };
}

async function kitOf(given: z.infer<typeof Kit> | z.infer<typeof KitAndPassphrase>) {
  return 'kit' in given ? given.kit : combineRecoveryShares(given.shares);
}

/** A wrong secret is an answer, not a fault; it says no more than that. */
async function opening(
  state: RunningState,
  action: 'keys.unlock' | 'keys.recover',
  open: () => Promise<void>,
): Promise<Told> {
  if (state.gate !== undefined)
    return { ok: action === 'keys.unlock', message: 'The keys are open already.' };
  try {
    await open();
  } catch (error) {
    const { code, message } = operatorErrorOf(error);
    if (code === 'needs_backup_root') state.needsBackupRoot = true;
    if (code === 'failed') throw error;
    return { ok: false, message };
  }
  state.needsBackupRoot = false;
  if (state.gate !== undefined) await recordOperation(state.gate, { action, outcome: 'success' });
  state.keyWork?.start();
  return { ok: true, message: 'The keys are open.' };
}

async function testKit(state: RunningState, kit: string): Promise<Told> {
  const ok = testRecovery(state.config, kit);
  if (state.gate !== undefined) {
    const outcome = ok ? 'success' : 'refused';
    await recordOperation(state.gate, { action: 'recovery.test', outcome });
  }
  return {
    ok,
    message: ok
      ? 'This kit opens every key.'
      : 'This kit does not open the keys of this installation.',
  };
}

/**
 * Cut into shares before the event, and taken into use after it: a kit that could not be handed out is never the only
 * one, and none is in use that the audit log does not know.
 */
async function makeKit(state: RunningState, split: z.infer<typeof Split>): Promise<object> {
  const gate = openGate(state);
  const { privateText, fingerprint, createdAt } = gate.vault.makeRecoveryKit();
  const { shares, threshold } = split;
  const paper =
    shares === undefined || threshold === undefined
      ? { kit: privateText }
      : { shares: await splitRecoveryKey(privateText, { shares, threshold }) };
  await recordOperation(gate, { action: 'recovery.make', outcome: 'success' });
  gate.vault.adoptRecoveryKit(fingerprint);
  return { ...paper, fingerprint, createdAt: createdAt.toISOString() };
}
