import { z } from 'zod';
import { recordOperation, recordOperationIn, type Gate } from '../gate/index.ts';
import { combineRecoveryShares, splitRecoveryKey } from '../vault/recovery-shares.ts';
import { jsonRoute, type ControlRoutes } from './control-answer.ts';
import { openGate } from './keys-state.ts';
import { OperatorError } from './operator-error.ts';
import { recover, testRecovery } from './recovery.ts';
import { markRecoveryConfirmed } from './recovery-store.ts';
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
const Confirmation = z.strictObject({ fingerprint: z.string().min(1).max(64) });

interface Told {
  readonly ok: boolean;
  readonly message: string;
}

/** Opening the keys, and what the printed kit is for. All but making and confirming a kit works while the keys are locked. */
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
    'POST /recovery/confirm': jsonRoute(Confirmation, async ({ fingerprint }) =>
      confirmKit(openGate(state), fingerprint),
    ),
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
 * The kit before stays in force until this one is confirmed: an answer that nobody reads, or that can be written nowhere,
 * ends nothing. Only the first kit of an installation is in use at once.
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
  return { ...paper, fingerprint, createdAt: createdAt.toISOString() };
}

/** Says that a kit is where it will be kept, and takes it into use; may be repeated. Only the newest kit can be. */
async function confirmKit(gate: Gate, fingerprint: string): Promise<Told> {
  const { db, vault } = gate;
  if (vault.recovery()?.fingerprint !== fingerprint) {
    await recordOperation(gate, { action: 'recovery.confirm', outcome: 'refused' });
    throw notNewest();
  }
  // The word first, as in the web app: with it, every start and every rotation finish what is cut off here.
  await db.transaction(async (tx) => {
    await markRecoveryConfirmed(tx, fingerprint, gate.now());
    await recordOperationIn(gate, tx, { action: 'recovery.confirm', outcome: 'success' });
  });
  vault.adoptRecoveryKit(fingerprint);
  // Somebody may have made another one meanwhile.
  if (vault.keyStore.recovery()?.fingerprint !== fingerprint) throw notNewest();
  return { ok: true, message: 'This kit is in use.' };
}

function notNewest(): OperatorError {
  return new OperatorError('not_found', 'This is not the newest recovery kit. Make a new one.');
}
