import { recordOperation } from '../gate/index.ts';
import { VaultError } from '../vault/index.ts';
import type { ControlHandlers, OperatorReply } from './control-socket.ts';
import { recover, testRecovery } from './recovery.ts';
import { systemParts, type RunningState } from './system-parts.ts';

/** The operator's commands on the running server. Each is in the audit log, as far as the keys are open to seal its event. */
export function operatorHandlers(
  state: RunningState,
  openWith: (passphrase: string) => Promise<void>,
): ControlHandlers {
  return {
    status: () => systemParts(state).readyz(),
    unlock: (passphrase) => unlocking(state, () => openWith(passphrase), 'keys.unlock'),
    recover: (kit, passphrase) =>
      unlocking(
        state,
        async () => {
          await recover(state.config, kit, passphrase);
          await openWith(passphrase);
        },
        'keys.recover',
      ),
    testRecovery: async (kit) => {
      const ok = testRecovery(state.config, kit);
      if (state.gate !== undefined)
        await recordOperation(state.gate, 'recovery.test', ok ? 'success' : 'refused');
      return {
        ok,
        message: ok
          ? 'This kit opens every key.'
          : 'This kit does not open the keys of this installation.',
      };
    },
  };
}

async function unlocking(
  state: RunningState,
  open: () => Promise<void>,
  action: 'keys.unlock' | 'keys.recover',
): Promise<OperatorReply> {
  if (state.gate !== undefined)
    return { ok: action === 'keys.unlock', message: 'The keys are open already.' };
  try {
    await open();
  } catch (error) {
    if (error instanceof VaultError) return { ok: false, message: error.message };
    throw error;
  }
  if (state.gate !== undefined) await recordOperation(state.gate, action, 'success');
  return { ok: true, message: 'The keys are open.' };
}
