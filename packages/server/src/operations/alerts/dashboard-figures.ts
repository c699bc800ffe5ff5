import { Role, type ReplyOf, type readDashboard } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import type { RunningState } from '../system-parts.ts';
import { CHART_READS, GUESSED } from './alert-rules.ts';
import { firstIdOf } from './event-window-store.ts';
import { logSizesAt, readCounts, readKeyAges, type HourCount } from './security-count-store.ts';

type Dashboard = ReplyOf<typeof readDashboard>;
type Points = Dashboard['signIns'];
type Reader = Dashboard['readsByRole'][number]['role'];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Beyond a week hours are too many to look at. */
const MOST_HOURLY_DAYS = 7;

const READS: ReadonlySet<string> = new Set([...CHART_READS, 'share.open', 'share.read-document']);
const SIGN_IN = 'session.sign-in';
const EMERGENCY = 'emergency.open';

/** For plots: each point stands for the hour, or the day (UTC), that begins with it; a log's size is that at its end. */
export async function readFigures(
  tx: Tx,
  state: Pick<RunningState, 'gate' | 'sequencer'>,
  { now, days }: { readonly now: Date; readonly days: number },
): Promise<Omit<Dashboard, 'openAlerts'>> {
  const steps = stepsUntil(now, days);
  const counts = await readCounts(tx, {
    from: new Date(steps.fromMs),
    actions: [...READS, SIGN_IN, EMERGENCY],
  });
  const ends = steps.startsMs.map((ms) => Math.min(ms + steps.stepMs, now.getTime() + 1));
  const sizes = await logSizesAt(tx, ends.map(firstIdOf));
  const points = (is: (count: HourCount) => boolean): Points => pointsOf(steps, counts.filter(is));
  const successes = (action: string) => (count: HourCount) =>
    count.action === action && count.outcome === 'success';
  return {
    from: new Date(steps.fromMs).toISOString(),
    stepMinutes: steps.stepMs / 60_000,
    signIns: points(successes(SIGN_IN)),
    failedSignIns: points((count) => isGuess(count) && count.outcome === 'refused'),
    denials: points((count) => !isGuess(count) && count.outcome === 'refused'),
    emergencies: points(successes(EMERGENCY)),
    readsByRole: readersIn(counts).map((role) => ({
      role,
      points: points((count) => isRead(count) && count.role === role),
    })),
    logSize: steps.startsMs.map((ms, at) => ({
      at: new Date(ms).toISOString(),
      value: sizes[at] ?? 0,
    })),
    lagMs: state.sequencer?.lagMs() ?? 0,
    keys: await keysOf(tx, state.gate),
  };
}

interface Steps {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly startsMs: readonly number[];
}

/** The last one is the one that now is in. */
function stepsUntil(now: Date, days: number): Steps {
  const stepMs = days <= MOST_HOURLY_DAYS ? HOUR_MS : DAY_MS;
  const lastMs = now.getTime() - (now.getTime() % stepMs);
  const many = (days * DAY_MS) / stepMs;
  const startsMs = Array.from({ length: many }, (_, at) => lastMs - (many - 1 - at) * stepMs);
  return { fromMs: startsMs[0] ?? lastMs, stepMs, startsMs };
}

function pointsOf({ fromMs, stepMs, startsMs }: Steps, counts: readonly HourCount[]): Points {
  const values = startsMs.map(() => 0);
  for (const { hour, events } of counts) {
    const at = Math.floor((hour.getTime() - fromMs) / stepMs);
    values[at] = (values[at] ?? 0) + events;
  }
  return startsMs.map((ms, at) => ({ at: new Date(ms).toISOString(), value: values[at] ?? 0 }));
}

function isGuess({ action }: HourCount): boolean {
  return GUESSED.some((guessed) => guessed === action);
}

function isRead({ action, outcome }: HourCount): boolean {
  return outcome === 'success' && READS.has(action);
}

function readersIn(counts: readonly HourCount[]): readonly Reader[] {
  const readers = new Set(counts.filter(isRead).map(({ role }) => role));
  const named: readonly Reader[] = [...Role.options, 'share-link', 'nobody'];
  return named.filter((role) => readers.has(role));
}

async function keysOf(tx: Tx, gate: Gate | undefined): Promise<Dashboard['keys']> {
  const service = (await readKeyAges(tx)).map(({ name, createdAt }) => ({
    name,
    createdAt: createdAt.toISOString(),
  }));
  return gate === undefined
    ? service
    : [{ name: 'epoch', createdAt: gate.vault.epoch.createdAt }, ...service];
}
