import { createRequire } from 'node:module';
import type { Notice } from '@wardkeep/contract';
import { newestCheckpoint, type Sequencer, type Witness } from '../audit/index.ts';
import type { Config } from '../config/read-config.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import { hasAuditFault, readCheckedAt } from './audit-check-store.ts';
import { hasOverdue } from './emergency-store.ts';
import type { Escrow } from './escrow/index.ts';
import { keyNotices, keysState } from './keys-state.ts';
import { describeKeys } from './keys-status.ts';
import type { KeyWork } from './key-work.ts';
import type { Mailer } from './mailer.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { RestoreKeys } from './operator-restore.ts';

const AUDIT_LAG_MS = 10_000;
/** From then on nobody should be sent here: what happens is recorded, and can't be proved yet. */
const AUDIT_STOPPED_MS = 60_000;

/** What is running, as it changes: the gate is undefined while the keys are locked. */
export interface RunningState {
  readonly config: Config;
  readonly opened: OpenedDatabase;
  gate: Gate | undefined;
  sequencer: Sequencer | undefined;
  /** The newest checkpoint of a log that is kept outside; set before the keys are opened, where there is a place. */
  witnessed?: Witness | undefined;
  /** Undefined only while the server begins to start. */
  escrow?: Escrow | undefined;
  isOnSameDisk: boolean;
  /** Undefined until the server listens. */
  keyWork?: KeyWork | undefined;
  /** Undefined until the server listens. */
  mailer?: Mailer | undefined;
  /** What `wardkeep keys restore` does; undefined until the server listens. */
  restoreKeys?: RestoreKeys | undefined;
  /** True while the keys are locked because the database was restored from before a rotation. */
  needsBackupRoot?: boolean;
  /** True while the keys are locked because the provider of the root key did not answer at the start. */
  isProviderAway?: boolean;
}

/** What the parts say of themselves, for readyz and for the administrator's page. */
export function systemParts(state: RunningState) {
  return {
    readyz: () => readyz(state),
    notices: () => Promise.resolve(noticesOf(state)),
    adminNotices: (tx: Tx) => adminNotices(state, tx),
    describe: (tx: Tx) => describe(state, tx),
  };
}

/** What only administrators act on, and nobody else is told. */
async function adminNotices({ gate }: RunningState, tx: Tx): Promise<readonly Notice[]> {
  if (gate === undefined) return [];
  const notices: Notice[] = [];
  if (await hasAuditFault(tx)) notices.push('audit-fault');
  if (await hasOverdue(tx, gate.hashes, gate.now())) notices.push('emergency-review-overdue');
  return notices;
}

async function readyz(
  state: RunningState,
): Promise<{ readonly ready: boolean; readonly report: unknown }> {
  const database = await state.opened.db.ping().then(
    () => 'ok',
    () => 'unreachable',
  );
  const keys = keysState(state);
  const lagMs = state.sequencer?.lagMs() ?? 0;
  const audit = auditState(lagMs);
  const ready = database === 'ok' && keys === 'ok' && audit !== 'stopped';
  // Migrations are applied before anything listens, so an answer at all says that they are.
  const checks = {
    database,
    migrations: 'ok',
    keys,
    audit,
  };
  return {
    ready,
    report: {
      status: ready ? 'ready' : 'not ready',
      checks,
      auditLagMs: lagMs,
      notices: noticesOf(state),
    },
  };
}

/** Events are accepted in every state; they wait. */
function auditState(lagMs: number): 'ok' | 'behind' | 'stopped' {
  if (lagMs > AUDIT_STOPPED_MS) return 'stopped';
  return lagMs > AUDIT_LAG_MS ? 'behind' : 'ok';
}

function noticesOf(state: RunningState): readonly Notice[] {
  const notices: Notice[] = [];
  if (state.isOnSameDisk) notices.push('same-disk');
  notices.push(...keyNotices(state));
  if ((state.sequencer?.lagMs() ?? 0) > AUDIT_LAG_MS) notices.push('audit-lag');
  notices.push(...(state.escrow?.notices() ?? []));
  if (state.config.mail === undefined) notices.push('no-mail');
  if (state.mailer?.isStuck === true) notices.push('mail-stuck');
  return notices;
}

async function describe(state: RunningState, tx: Tx) {
  const { gate, opened, sequencer } = state;
  if (gate === undefined)
    throw new Error('the system is described by a route, and routes need the gate');
  return {
    version: version(),
    keys: await describeKeys(state, gate, tx),
    database: {
      version: databaseVersion(opened.db.serverVersion),
      embedded: opened.cluster !== undefined,
    },
    audit: {
      ...(await newestCheckpoint(tx)),
      lagMs: sequencer?.lagMs() ?? 0,
      escrow: (await state.escrow?.states(tx)) ?? [],
      checkedAt: (await readCheckedAt(tx))?.toISOString() ?? null,
    },
  };
}

/** 180004 is 18.4 (https://www.postgresql.org/docs/current/libpq-status.html#LIBPQ-PQSERVERVERSION). */
function databaseVersion(serverVersion: number): string {
  return `${Math.floor(serverVersion / 10_000)}.${serverVersion % 10_000}`;
}

function version(): string {
  const manifest: unknown = createRequire(import.meta.url)('../../package.json');
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
