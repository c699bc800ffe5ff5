import type { BlobStore } from '../blobs/index.ts';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import type { Log } from '../db/log.ts';
import type { IndexPatient } from './index-persons.ts';
import { openKeyWork, type KeyWork } from './key-work.ts';
import { openGate } from './keys-state.ts';
import type { RunningState } from './system-parts.ts';

/**
 * The key work of a running server; `state` shows it from then on. Nothing runs before `start`, which belongs after the
 * server listens, so that it makes no start slower.
 */
export function keyWorkOn(
  state: RunningState,
  parts: {
    readonly settings: ConnectionSettings;
    readonly blobs: BlobStore;
    readonly indexPatient: IndexPatient;
    readonly log: Log;
  },
): KeyWork {
  const { rotationHours, backupRetentionDays, auditYears } = state.config;
  const gate = () => openGate(state);
  const keyWork = openKeyWork({ ...parts, rotationHours, backupRetentionDays, auditYears, gate });
  state.keyWork = keyWork;
  return keyWork;
}
