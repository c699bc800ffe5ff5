import type { AuditKeys } from '../audit/index.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type { MailOutbox } from '../outbox/index.ts';
import type {
  AuditSealing,
  DeploymentSealing,
  KeyedHashes,
  SessionTokens,
  ShareTokens,
  Vault,
} from '../vault/index.ts';
import type { AuditLane } from './audit-lane.ts';
import type { Places } from './places.ts';
import type { SharedRoad } from './shared-road.ts';
import type { SessionCache } from './session-cache.ts';
import type { SessionPolicy } from './session-policy.ts';

/** What the gate works with; made once the vault is open. */
export interface Gate {
  readonly db: Database;
  readonly vault: Vault;
  readonly hashes: KeyedHashes;
  readonly sessionTokens: SessionTokens;
  readonly shareTokens: ShareTokens;
  readonly sealing: DeploymentSealing;
  /** For `session.read`, and nothing else. */
  readonly recentSessions: SessionCache;
  readonly sessionPolicy: SessionPolicy;
  readonly mail: MailOutbox;
  readonly places: Places;
  readonly auditSealing: AuditSealing;
  /** For events whose request changes nothing: they share commits. */
  readonly lane: AuditLane;
  /** For requests of which it is known beforehand what they read. */
  readonly sharedRoad: SharedRoad;
  readonly checkpointKey: AuditKeys['checkpointKey'];
  readonly now: () => Date;
  /** For what went wrong after a commit, when nobody can be refused any more. */
  readonly log: Log;
}

/** What the account features need beside a vault; nothing of it opens anything of a person's. */
export type AccountTools = Pick<
  Gate,
  'hashes' | 'sessionTokens' | 'sessionPolicy' | 'sealing' | 'mail' | 'places' | 'checkpointKey'
>;
