import { Gauge, type Registry } from 'prom-client';
import { DatabaseError } from '../../db/database-error.ts';
import type { Gate } from '../../gate/index.ts';
import type { RunningState } from '../system-parts.ts';
import { countSessions, readDeliveries, readStoredFigures } from './metrics-store.ts';

/** Whoever scrapes oftener is told the same again. */
const FRESH_MS = 5_000;

/**
 * What the server is like now, looked up when it is asked for. Without keys or without the database there is less to tell:
 * gauges that are not known are left out rather than told wrongly.
 */
export function stateMetrics(registry: Registry, state: RunningState): () => Promise<void> {
  const gauges = makeGauges(registry);
  let refreshed: { readonly atMs: number; readonly done: Promise<void> } | undefined;
  return () => {
    const nowMs = performance.now();
    if (refreshed === undefined || nowMs - refreshed.atMs > FRESH_MS)
      refreshed = { atMs: nowMs, done: refresh(gauges, state) };
    return refreshed.done;
  };
}

type Gauges = ReturnType<typeof makeGauges>;

async function refresh(gauges: Gauges, state: RunningState): Promise<void> {
  gauges.forget();
  gauges.auditLag.set((state.sequencer?.lagMs() ?? 0) / 1000);
  const { gate } = state;
  gauges.keysOpen.set(gate?.vault.availability() === 'available' ? 1 : 0);
  const isUp = await ask(gauges, state).then(
    () => true,
    (error: unknown) => {
      if (error instanceof DatabaseError) return false;
      throw error;
    },
  );
  gauges.databaseUp.set(isUp ? 1 : 0);
  if (gate !== undefined) gauges.epochAge.set(ageOf(gate, new Date(gate.vault.epoch.createdAt)));
}

async function ask(gauges: Gauges, { gate, opened, keyWork }: RunningState): Promise<void> {
  const now = gate?.now() ?? new Date();
  const found = await opened.db.transaction(
    async (tx) => ({
      figures: await readStoredFigures(tx),
      sessions: await countSessions(tx, now),
      deliveries: await readDeliveries(tx),
    }),
    { readOnly: true },
  );
  const { figures, sessions, deliveries } = found;
  gauges.auditSize.set(figures.auditSize);
  gauges.auditPending.set(figures.auditPending);
  gauges.auditUnread.set(figures.auditUnread);
  gauges.openAlerts.set(figures.openAlerts);
  gauges.waiting.set({ outbox: 'mail' }, figures.mailWaiting);
  gauges.waiting.set({ outbox: 'webhook' }, figures.webhooksWaiting);
  for (const { role, sessions: many } of sessions) gauges.sessions.set({ role }, many);
  for (const { sink, kind, at } of deliveries)
    gauges.escrowAge.set({ sink, kind }, (now.getTime() - at.getTime()) / 1000);
  for (const { work, state } of (await keyWork?.running()) ?? []) gauges.jobs.inc({ work, state });
}

function ageOf(gate: Gate, since: Date): number {
  return Math.max(0, (gate.now().getTime() - since.getTime()) / 1000);
}

function makeGauges(registry: Registry) {
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Gauge<Label> =>
    new Gauge({ name: `wardkeep_${name}`, help, labelNames, registers: [registry] });
  const single = {
    databaseUp: gauge('database_up', '1 when the database answered, 0 when it did not.'),
    keysOpen: gauge('keys_open', '1 when the keys are in memory, 0 while they are locked or away.'),
    auditSize: gauge('audit_leaves', 'Leaves of all audit logs together.'),
    auditPending: gauge('audit_pending_events', 'Events that have no leaf yet.'),
    auditLag: gauge('audit_lag_seconds', 'How long ago no event waited for its leaf.'),
    auditUnread: gauge('audit_unread_leaves', 'Leaves that alerts have not looked at yet.'),
    openAlerts: gauge('alerts_open', 'Alerts that nobody has acknowledged.'),
    epochAge: gauge('key_epoch_age_seconds', 'Age of the epoch key that wraps what is new.'),
  };
  const labelled = {
    sessions: gauge('sessions', 'Sessions that are open, by role.', ['role']),
    jobs: gauge('jobs', 'Work on the keys that waits or runs.', ['work', 'state']),
    waiting: gauge('outbox_waiting', 'What waits to be sent.', ['outbox']),
    escrowAge: gauge('escrow_age_seconds', 'Since a place outside last took something.', [
      'sink',
      'kind',
    ]),
  };
  const forget = (): void => {
    for (const each of Object.values(labelled)) each.reset();
    // To reset one without labels would make it 0, which nobody measured.
    for (const each of Object.values(single)) each.remove();
  };
  return { ...single, ...labelled, forget };
}
