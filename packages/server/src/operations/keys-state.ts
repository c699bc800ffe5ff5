import { existsSync, statSync } from 'node:fs';
import type { Notice } from '@wardkeep/contract';
import type { Config } from '../config/read-config.ts';
import type { Gate } from '../gate/index.ts';
import { nextRotationAt } from './key-work-housekeep.ts';
import { OperatorError } from './operator-error.ts';
import type { RunningState } from './system-parts.ts';

/** `needs-backup-root`: the database was restored from before a rotation, and `wardkeep keys restore` opens it. */
export type KeysState = 'ok' | 'locked' | 'provider-unreachable' | 'needs-backup-root';

export function keysState(state: RunningState): KeysState {
  const { gate } = state;
  if (gate === undefined && state.isProviderAway === true) return 'provider-unreachable';
  if (gate === undefined) return state.needsBackupRoot === true ? 'needs-backup-root' : 'locked';
  return gate.vault.availability() === 'available' ? 'ok' : 'provider-unreachable';
}

/** @throws OperatorError `locked`, `keys_unavailable` */
export function openGate(state: RunningState): Gate {
  const { gate } = state;
  if (gate === undefined) {
    throw new OperatorError('locked', 'The keys are locked. Unlock them: npx wardkeep unlock');
  }
  if (gate.vault.availability() === 'available') return gate;
  throw new OperatorError(
    'keys_unavailable',
    'The provider of the root key does not answer. It is asked again by itself.',
  );
}

/** What an operator should act on; docs/operating-keys.md says how. */
export function keyNotices(state: RunningState): readonly Notice[] {
  const { config, gate } = state;
  const notices: Notice[] = [];
  if (existsSync(config.backupRootFile)) notices.push('backup-root-here');
  if (isOnOneDisk(config)) notices.push('key-store-same-disk');
  if (gate !== undefined && isOverdue(gate, config)) notices.push('rotation-overdue');
  if (keysState(state) === 'provider-unreachable') notices.push('keys-unreachable');
  return notices;
}

/** One broken disk would take the data and every copy of what opens it. */
function isOnOneDisk({ dataDirectory, keyStoreDirectory, keyStoreCopies }: Config): boolean {
  const data = statSync(dataDirectory, { throwIfNoEntry: false })?.dev;
  return [keyStoreDirectory, ...keyStoreCopies].every(
    (directory) => statSync(directory, { throwIfNoEntry: false })?.dev === data,
  );
}

/** Half an interval late: a machine that was off at night is not in arrears. */
function isOverdue(gate: Gate, { rotationHours }: Config): boolean {
  // While the provider is away the epochs are not in memory; that is said by its own notice.
  if (gate.vault.availability() !== 'available') return false;
  return nextRotationAt(gate, rotationHours * 1.5) <= gate.now();
}
