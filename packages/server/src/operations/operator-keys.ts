import { z } from 'zod';
import { countKeysByEpoch } from '../vault/index.ts';
import { probeProvider } from '../vault/probe-provider.ts';
import { jsonRoute, workRoute, type ControlRoutes } from './control-answer.ts';
import { readReport, readReports } from './key-report-store.ts';
import { keepReport, reportKey, reportVerifierKey } from './key-report.ts';
import type { KeyWork } from './key-work.ts';
import { RevocationTarget } from './key-work-renewal.ts';
import { recorded } from './key-work-record.ts';
import { describeKeys, headOf } from './keys-status.ts';
import { keysState, openGate } from './keys-state.ts';
import { OperatorError } from './operator-error.ts';
import { providerToMigrateTo, providerToTry } from './provider-from-config.ts';
import { systemParts, type RunningState } from './system-parts.ts';
import { dropUnusedKeyFile } from './unused-key-file.ts';

const DryRun = z.boolean().default(false);
const Rotate = z.strictObject({ dryRun: DryRun });
const Revoke = z.union([
  z.strictObject({ personId: z.uuid().toLowerCase(), dryRun: DryRun }),
  z.strictObject({ epochId: z.string().regex(/^[0-9a-f]{32}$/), dryRun: DryRun }),
]);
const Migrate = z.strictObject({
  to: z.string(),
  settings: z.string().default(''),
  dryRun: DryRun,
});
const Nothing = z.object({});
const REPORTS_LISTED = 100;

type Progress = Parameters<KeyWork['rotate']>[0];

/** `wardkeep keys …`: the state of the keys, and the work on them. */
export function keyRoutes(state: RunningState): ControlRoutes {
  return {
    'GET /keys': jsonRoute(Nothing, () => describe(state)),
    'POST /keys/rotate': workRoute(Rotate, ({ dryRun }, { onProgress }) =>
      dryRun ? planRotation(state) : keyWorkOf(state).rotate(onProgress),
    ),
    'POST /keys/revoke': workRoute(Revoke, ({ dryRun, ...target }, { onProgress }) => {
      const whose = RevocationTarget.parse(target);
      return dryRun ? planRevocation(state, whose) : keyWorkOf(state).revoke(whose, onProgress);
    }),
    'POST /keys/migrate': workRoute(Migrate, ({ dryRun, ...target }, { onProgress }) =>
      dryRun ? tryTarget(state, target) : migrate(state, target, onProgress),
    ),
    'GET /keys/reports': jsonRoute(Nothing, async () => {
      const reports = await openGate(state).db.transaction((tx) => readReports(tx, REPORTS_LISTED));
      return { reports: reports.map(headOf) };
    }),
    'GET /keys/reports/:id': jsonRoute(Nothing, (_body, { id }) => showReport(state, id)),
  };
}

function keyWorkOf(state: RunningState): KeyWork {
  openGate(state);
  if (state.keyWork !== undefined) return state.keyWork;
  throw new OperatorError('jobs_unavailable', 'The server is still starting. Try again.');
}

/** Also while the keys are locked: then what can be known without them. */
async function describe(state: RunningState): Promise<object> {
  const notices = await systemParts(state).notices();
  const running = (await state.keyWork?.running()) ?? [];
  const { gate } = state;
  const open = { state: keysState(state), notices, running };
  if (gate === undefined) return open;
  const keys = await gate.db.transaction((tx) => describeKeys(state, gate, tx));
  const { config } = state;
  return {
    ...open,
    ...keys,
    rotationHours: config.rotationHours,
    backupRetentionDays: config.backupRetentionDays,
    keyStore: [config.keyStoreDirectory, ...config.keyStoreCopies],
    recovery: gate.vault.recovery() ?? null,
    backupRoot: gate.vault.backupRoot() ?? null,
  };
}

async function planRotation(state: RunningState): Promise<object> {
  const { vault, db, now } = openGate(state);
  const counts = await db.transaction((tx) => countKeysByEpoch(tx));
  const sum = (of: 'personKeys' | 'serviceKeys'): number =>
    counts.reduce((total, each) => total + each[of], 0);
  const epochs = vault.epochs();
  const at = now().toISOString();
  return {
    dryRun: true,
    from: epochs
      .filter((epoch) => epoch.state === 'active' || epoch.state === 'retiring')
      .map(({ epochId }) => epochId),
    personKeys: sum('personKeys'),
    serviceKeys: sum('serviceKeys'),
    destroys: epochs
      .filter(
        ({ heldUntil, state: each }) => each === 'held' && heldUntil !== null && heldUntil <= at,
      )
      .map(({ epochId }) => epochId),
  };
}

async function planRevocation(state: RunningState, target: RevocationTarget): Promise<object> {
  const { db, vault } = openGate(state);
  if ('epochId' in target) {
    const epoch = vault.epochs().find(({ epochId }) => epochId === target.epochId);
    if (epoch === undefined) throw new OperatorError('not_found', 'There is no such epoch.');
    const counts = await db.transaction((tx) => countKeysByEpoch(tx));
    const personKeys = counts.find(({ epochId }) => epochId === epoch.epochId)?.personKeys ?? 0;
    return { dryRun: true, epochState: epoch.state, personKeys, rotates: epoch.state !== 'held' };
  }
  const { personId } = target;
  const rows = await db.transaction((tx) =>
    vault.readKeys(tx, [personId], ['account', 'chart', 'audit']),
  );
  const personKeys = rows.filter((row) => row.state === 'active').length;
  if (personKeys === 0) throw new OperatorError('not_found', 'Nobody has keys under this id.');
  return { dryRun: true, personKeys, rotates: false };
}

interface Target {
  readonly to: string;
  readonly settings: string;
}

async function tryTarget(state: RunningState, target: Target): Promise<object> {
  openGate(state);
  const provider = await providerToTry(state.config, target);
  try {
    await probeProvider(provider);
  } finally {
    await provider.close();
  }
  return { dryRun: true, provider: provider.name, reference: provider.reference };
}

/** In this process: the target's secrets must not go into a queue. The same command again finishes what a crash cut off. */
async function migrate(
  state: RunningState,
  target: Target,
  onProgress: Progress,
): Promise<Readonly<Record<string, unknown>>> {
  const gate = openGate(state);
  return keyWorkOf(state).runHere(
    'keys.migrate',
    async (tell) => {
      // Before the event: settings that can't be used are a refusal, and nothing was begun.
      const provider = await providerToMigrateTo(state.config, target);
      const begunAt = gate.now();
      return recorded(
        gate,
        { action: 'keys.migrate', by: 'operator' },
        () => gate.vault.migrateProvider(provider, { onProgress: tell }),
        async (tx, { from, to, epochs }) => {
          const { reportId } = await keepReport(gate, tx, {
            kind: 'provider-migration',
            begunAt,
            endedAt: gate.now(),
            lines: [
              ['from', from.provider, from.reference],
              ['to', to.provider, to.reference],
              ['rewrapped', 'epochs', epochs],
              ['left', 0],
            ],
          });
          const done = { reportId, from, to, epochs };
          dropUnusedKeyFile(state.config, gate);
          state.isOnSameDisk &&= to.provider === 'key-file';
          gate.log.info(done, 'the root key moved to another provider');
          return done;
        },
      );
    },
    onProgress,
  );
}

async function showReport(state: RunningState, reportId: string): Promise<object> {
  const gate = openGate(state);
  const id = z.uuid().safeParse(reportId);
  return gate.db.transaction(async (tx) => {
    const report = id.success ? await readReport(tx, id.data) : undefined;
    if (report === undefined) throw new OperatorError('not_found', 'There is no such report.');
    const verifierKey = reportVerifierKey(await reportKey(gate, tx));
    return { ...headOf(report), note: report.note, verifierKey };
  });
}
