import type { BlobStore } from '../../blobs/index.ts';
import type { Gate } from '../../gate/index.ts';
import type { KeyWorkOptions } from '../../vault/index.ts';

/** What erasures work with. */
export interface ErasureParts {
  readonly gate: Gate;
  readonly blobs: BlobStore;
  /** Age at which an epoch is replaced: from then on the service itself can't open what it wrapped. */
  readonly rotationHours: number;
  readonly backupRetentionDays: number;
  /**
   * How long another server process may keep an unwrapped key that it did not hear was revoked: the key cache's 60 s,
   * or 0 where there is only one process. No process uses a revoked key; this is about its memory.
   */
  readonly drainMs: number;
}

export interface ErasureOptions extends KeyWorkOptions {
  /** Who let it begin; `service` when its time had come by itself. */
  readonly by?: 'operator' | 'service';
}
