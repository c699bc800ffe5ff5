import type { AuditKeys } from '../audit/index.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type {
  AuditSealing,
  KeyedHashes,
  SessionTokens,
  ShareTokens,
  Vault,
} from '../vault/index.ts';

/** What the gate works with; made once the vault is open. */
export interface Gate {
  readonly db: Database;
  readonly vault: Vault;
  readonly hashes: KeyedHashes;
  readonly sessionTokens: SessionTokens;
  readonly shareTokens: ShareTokens;
  readonly auditSealing: AuditSealing;
  readonly checkpointKey: AuditKeys['checkpointKey'];
  readonly now: () => Date;
  /** For what went wrong after a commit, when nobody can be refused any more. */
  readonly log: Log;
}
